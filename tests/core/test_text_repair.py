"""Damaged texts are found and mended; texts that are fine are left alone, also those of every real file."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.core_files import front_matter, save_one, write
from editor_app.core.frontmatter import split
from editor_app.core.item_texts import read_texts
from editor_app.core.outline import read_outline
from editor_app.core.store import Outcome
from editor_app.core.text_place import EXCERPT, TITLE, TextPlace
from editor_app.core.text_repair import Repair, repaired, repairs


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Governmentâ€™s plan", "Government’s plan"),
        ("SÃ£o Paulo", "São Paulo"),
        ("Â£5 for a Â«cafÃ©Â»", "£5 for a «café»"),
        ("MÃ¼nchen & KÃ¶ln", "München & Köln"),
        ("ÃƒÂ©tÃƒÂ©", "été"),  # twice over
        ("Ð”Ð¾Ð±Ñ€Ñ‹Ð¹ Ð´ÐµÐ½ÑŒ", "Добрый день"),
        ("It&#8217;s R&amp;D", "It’s R&D"),
        ("600&nbsp;letters &#x2013; unread&hellip;", "600\u00a0letters – unread…"),
        ("&nbsp; Earlier this year&nbsp;", "Earlier this year"),
        ("&amp;quot;Glass harp&amp;quot;", '"Glass harp"'),
        ("&#146;s", "’s"),  # as browsers read it
        ("&acirc;&euro;&trade;s", "’s"),
    ],
)
def test_a_damaged_text_is_mended(damaged: str, mended: str) -> None:
    assert repaired(damaged) == mended
    assert repaired(mended) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words",
        "AT&T, R&D and Q&A; more",
        "Fish & chips &c; &notanentity; &#xZZ; &amp",
        "São Paulo: «L’été à Nîmes, ça va ?» – œuvre",
        "SÃO PAULO É A MAIOR CIDADE",
        "Ångström, ÄÖÜ, ñandú, Ğüşİ, Łódź, Ærø",
        "Việt Nam: Ấ Ứ",
        "Добрый день, Καλημέρα, שלום, مرحبا, 日本語, 한국어",
        "“quotes”, ‘single’, „low“, … – — ™ ® © € £ § ½ ×",
        "5\u00a0£ and a\u200bzero-width space",
        "emoji \U0001f600 and a flag \U0001f1e9\U0001f1ea",
        "&lt;script&gt;alert(1)&lt;/script&gt; and &amp;lt;b&amp;gt; and &#60;i&#x3E;",
        "a reordering &#8238;sign, a control &#8; and nothing &#0; &#xFFFF;",
        "what is lost \ufffd stays lost",
        "&nbsp;",
        "&amp;" * 30_000,
    ],
)
def test_a_text_that_is_fine_or_cannot_be_mended_is_left_alone(text: str) -> None:
    assert repaired(text) is None


@given(st.text(st.sampled_from("aé’“”–ü £ñ—…àß«»€ôÉ xyz.,"), min_size=1, max_size=20))
def test_what_was_read_as_windows_1252_comes_back_or_is_left_alone(text: str) -> None:
    assert repaired(text) is None
    damaged = text.encode().decode("windows-1252", "replace")
    if "\ufffd" not in damaged and damaged != text:
        found = repaired(damaged)
        assert found is None or found.strip() == text.strip() or repaired(found) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_a_text_is_mending_ends_and_brings_nothing_that_hides_or_reorders(text: str) -> None:
    found = repaired(text)
    if found is not None:
        assert not set(found) - set(text) & set("\u202e\u2066\ufffd\x00\x1a<>")


def texts_of_site(site: Path) -> list[str]:
    texts: list[str] = []
    for path in sorted(site.rglob("*.md")):
        data = path.read_bytes()
        if data.startswith(b"---"):
            try:
                texts += read_texts(read_outline(split(data, plain_yaml=False).yaml)).values()
            except Exception:  # a sample of what is wrong
                continue
    return texts


@pytest.mark.parametrize("site", ["sample_site", "real_site"])
def test_of_all_files_only_what_is_plainly_damaged_would_change(
    request: pytest.FixtureRequest, site: str
) -> None:
    texts = texts_of_site(request.getfixturevalue(site))
    assert len(texts) > 50
    entity = re.compile(r"&(?:#\d+|nbsp|amp|hellip|quot);")
    changed = [text for text in texts if repaired(text) is not None]
    assert changed
    assert all(entity.search(text) or "â€" in text for text in changed)
    assert all("â€" not in text and not entity.search(text) for text in texts if text not in changed)
    assert all(repaired(repaired(text) or "") is None for text in changed)


DAMAGED = """\
title: 'It&#8217;s here'
excerpt: "Plain â€“ or not"
quality: 3
related:
- title: Moths havenâ€™t read it # a comment
  excerpt: Fine
- title: &shared It&#8217;s shared
"""


def test_all_damaged_texts_of_an_item_are_named_but_for_those_that_are_not_safe_to_edit() -> None:
    outline = read_outline(DAMAGED)
    assert {change.place for change in repairs(outline)} == {TITLE, EXCERPT}
    safe = read_outline(DAMAGED.replace("&shared ", ""))
    assert {change.place for change in repairs(safe)} == {
        TITLE,
        EXCERPT,
        TextPlace("title", "", 0),
        TextPlace("title", "", 1),
    }


def test_repairing_a_file_keeps_its_quotes_and_everything_else(tmp_path: Path) -> None:
    yaml = DAMAGED.replace("&shared ", "")
    file = write(tmp_path / "a.md", front_matter(yaml))
    assert save_one(tmp_path, "a.md", Repair()).outcome is Outcome.CHANGED
    mended = yaml.replace("&#8217;", "’").replace("â€™", "’").replace("â€“", "–")
    assert file.read_bytes() == front_matter(mended)
    assert save_one(tmp_path, "a.md", Repair()).outcome is Outcome.UNCHANGED
