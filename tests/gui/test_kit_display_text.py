import pytest

from editor_app.core.display_text import reads_right_to_left, visible, visible_lines, web_host
from editor_app.gui.tooltip import plain_tooltip


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
        ("http://user:secret@news.example:8080/", "news.example"),
        ("https://good.example\\@evil.example/", ""),
        ("https://good.example /", ""),
        ("https://a\u202eb.example/", ""),
        ("https://a\nb.example/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://[broken", ""),
        ("https:///no-host", ""),
        ("", ""),
    ],
)
def test_only_a_host_that_is_certain_is_told(address: str, host: str) -> None:
    assert web_host(address) == host


def test_a_tooltip_holds_no_markup_but_its_own() -> None:
    tip = plain_tooltip("<img src=file:///dev/zero>\n& more")
    assert tip == "<span>&lt;img src=file:///dev/zero&gt;<br>&amp; more</span>"
    assert plain_tooltip("") == ""
    assert len(plain_tooltip("x" * 100_000)) < 2_000
