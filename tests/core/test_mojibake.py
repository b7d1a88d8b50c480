"""Garbled letters are found among all items by their bytes, as the repair of a text finds them one by one."""

import pytest

from editor_app.core.query.mojibake import with_mojibake
from editor_app.core.search_text import folded
from editor_app.core.text_repair import repaired

CLEAN = (
    "Plain English, with “quotes”, dashes – and an ellipsis…",
    "Österreich grüßt: Ärger um Übermut, „so“ sagt Jürgen",
    "À la carte: déjà vu, où êtes-vous, garçon? «Oui, voilà», dit-il",
    "La mañana del niño: «¿Qué?», el año nº 5",
    "São Paulo: a manhã, a ilusão, o coração “da manhã” – e amanhã…",
    "Privet: Привет, мир и ещё слова",
    "日本語のニュース、今日は良い天気",
    "Það er gott, Íslendingar: «það»",
    "În România, până când: câine",
    "Việt Nam: Châu Á, mẫu số",
    "Zażółć gęślą jaźń",
    "Government’s plan — it’s “final”",
    "El Niño’s café costs 5 € at the Ångström",
    "🚢 Ferry 🤖 robots",
)


def is_found(text: str) -> bool:
    return with_mojibake([folded(text).encode()], [0]) == [0]


@pytest.mark.parametrize("text", CLEAN)
def test_a_text_that_is_fine_is_not_found(text: str) -> None:
    assert not is_found(text)


@pytest.mark.parametrize("text", CLEAN)
def test_what_can_be_repaired_is_found_word_by_word(text: str) -> None:
    tried = 0
    for original in (text, *text.split()):
        try:
            garbled = original.encode().decode("cp1252")
        except UnicodeDecodeError:
            continue  # Windows-1252 has no such character; nobody can have read it so
        if garbled != original and repaired(garbled) == original:
            tried += 1
            assert is_found(garbled), garbled
    assert tried or text.isascii() or max(text) >= "\u4e00" or "ậ" in text
