import pytest

from editor_app.core.display_text import reads_right_to_left, visible, visible_lines, web_host
from editor_app.gui.tooltip import plain_tooltip
from editor_app.gui.web_links import web_url


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, “quoted”", "plain text, “quoted”"),
        ("a\x00b", "a⟦U+0000⟧b"),
        ("a\x1b[31mb", "a⟦U+001B⟧[31mb"),
        ("a\x7fb\x85c", "a⟦U+007F⟧b⟦U+0085⟧c"),
        ("a\u202egnp.exe", "a⟦U+202E⟧gnp.exe"),
        ("\u2066a\u2069", "⟦U+2066⟧a⟦U+2069⟧"),
        ("one\ntwo\tthree\r\nfour\u2028five", "one two three four five"),
        ("a\rb", "a⟦U+000D⟧b"),
        ("lone \ud800 half", "lone ⟦U+D800⟧ half"),
        ("family 👩‍👩‍👧 می‌خواهم", "family 👩‍👩‍👧 می‌خواهم"),
    ],
)
def test_what_cannot_be_seen_gets_a_mark(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_harmless_text_is_not_copied() -> None:
    text = "An ordinary title – with “quotes”"
    assert visible(text) is text
    assert visible_lines(text) is text


def test_lines_stay_lines_where_there_is_room_for_them() -> None:
    assert visible_lines("a\r\nb\u2029c\td\u202e") == "a\nb\nc d⟦U+202E⟧"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", False),
        ("", False),
        ("123 – «متحف»", True),
        ("שלום world", True),
        ("GPT على", False),
        ("日本語", False),
        ("–" * 500, False),
    ],
)
def test_direction_is_that_of_the_first_strong_character(text: str, expected: bool) -> None:
    assert reads_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://News.Example/a?b", "news.example"),
        ("HTTP://news.example", "news.example"),
        ("http://news.example?user@other.example", "news.example"),
        ("http://news.example#@other.example", "news.example"),
        ("http://news.example:8080/", "news.example:8080"),
        ("http://news.example./", "news.example."),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://[::1]:80/", "[::1]:80"),
        ("http://[0:0::1]/", "[::1]"),
        # Letters that are not ASCII are shown as the network is asked for them, lookalikes or not.
        ("https://müller.example/ä", "xn--mller-kva.example"),
        ("https://straße.example/", "xn--strae-oqa.example"),
        ("https://аррӏе.example/", "xn--80ak6aa92e.example"),  # all Cyrillic
        ("https://paypаl.example/", "xn--paypl-7ve.example"),  # one letter of it
        ("https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"),
        # Who is asked for, and who is asked as, must be told apart without knowing how.
        ("http://user:secret@news.example:8080/", ""),
        ("http://good.example@evil.example/", ""),
        ("http://good.example%40evil.example/", ""),
        ("https://good.example\\@evil.example/", ""),
        ("https:\\\\good.example", ""),
        ("https://good.example\\.evil.example/", ""),
        ("https://good.example /", ""),
        (" https://good.example/", ""),
        ("https://good.example/\u3000\n", ""),
        ("https://a\u202eb.example/", ""),
        ("https://a\nb.example/", ""),
        ("https://a\tb.example/", ""),
        ("https://a\0b.example/", ""),
        ("https://g%6Fod.example/", ""),
        ("https://ｇood.example/", ""),
        ("https://good。example/", ""),
        ("https://ﬁne.example/", ""),
        ("https://good\u200d.example/", ""),
        ("https://good\u00ad.example/", ""),
        ("https://good⁄evil.example/", ""),
        ("http://2130706433/", ""),
        ("http://0x7f000001/", ""),
        ("http://127.1/", ""),
        ("http://0177.0.0.1/", ""),
        ("http://news.example:0/", ""),
        ("http://news.example:99999/", ""),
        ("http://news.example:80:80/", ""),
        ("http://news..example/", ""),
        ("http://.news.example/", ""),
        ("http://-news.example/", ""),
        ("http://" + "a" * 64 + ".example/", ""),
        ("http://" + "a." * 130 + "example/", ""),
        ("http://news.example/" + "a" * 100_000, ""),
        ("javascript:alert(1)", ""),
        ("javascript://news.example/%0aalert(1)", ""),
        ("file:///etc/passwd", ""),
        ("file://news.example/share", ""),
        ("data:text/html,<script>", ""),
        ("ftp://news.example/", ""),
        ("smb://news.example/", ""),
        ("ms-word:ofe|u|https://news.example/", ""),
        ("//news.example/", ""),
        ("http:news.example", ""),
        ("http:/news.example", ""),
        ("https://[broken", ""),
        ("https://[::1%25eth0]/", ""),
        ("https://[v1.x]/", ""),
        ("https:///no-host", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_only_a_host_that_is_certain_is_told(address: str, host: str) -> None:
    assert web_host(address) == host
    url = web_url(address)
    assert (url is not None) == bool(host)
    if url is not None:  # what is opened leads where it was said to
        assert url.toEncoded().data().decode().lower().startswith(f"{url.scheme()}://{host}")


def test_a_tooltip_holds_no_markup_but_its_own() -> None:
    tip = plain_tooltip("<img src=file:///dev/zero>\n& more")
    assert tip == "<span>&lt;img src=file:///dev/zero&gt;<br>&amp; more</span>"
    assert plain_tooltip("") == ""
    assert len(plain_tooltip("x" * 100_000)) < 2_000
