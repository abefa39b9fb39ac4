"""What people write is data: readable, whole, and without any effect."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.shared.app_context import BUSINESS
from playground.entities import found_by_telegram
from tests.harness import app_context
from texts.quoting import inline, inner_quotes, length, pieces, quoted, shortened

JOINER = "\u2060"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("<b>жирно</b> *звёзды* _черта_", "<b>жирно</b> *звёзды* _черта_"),
        ("@all идите сюда", f"@{JOINER}all идите сюда"),
        ("зовите @boris_shop!", f"зовите @{JOINER}boris_shop!"),
        ("пишите на anna@example.com", "пишите на anna@example.com"),
        ("/close@otklik_bot delivery", f"/{JOINER}close@otklik_bot delivery"),
        ("(/close)", f"(/{JOINER}close)"),
        ("80 км/ч и/или https://example.com/a/b", "80 км/ч и/или https://example.com/a/b"),
        ("tg://user?id=1 и TG://resolve", f"tg:{JOINER}//user?id=1 и TG:{JOINER}//resolve"),
        ("итого \u202e001\u202c рублей", "итого 001 рублей"),
        ("\u2066a\u2069 \u200fb", "a b"),
        ("нуль\x00 и \x1b[31m", "нуль и [31m"),
        ("  края\n\n", "края"),
        ("עברית и русский", "עברית и русский"),
        ("семья 👨‍👩‍👧 и 👍🏽", "семья 👨‍👩‍👧 и 👍🏽"),
    ],
)
def test_words_stay_readable_and_do_nothing(written: str, shown: str) -> None:
    assert quoted(written) == shown
    found = found_by_telegram(shown)
    assert not found.quoted("mention") + found.quoted("bot_command")


def test_a_name_stands_in_one_line_of_its_own_direction() -> None:
    assert inline("Анна\nМария\t@all") == f"Анна Мария @{JOINER}all"
    assert inline("דנה") == "\u2068דנה\u2069"
    for nothing in (None, "", "\u200b\u3164", "\u202e"):
        assert inline(nothing) == "–"
    assert inline("А" * 100, 10) == "А" * 9 + "…"


def test_a_long_text_breaks_between_lines_then_between_words() -> None:
    assert list(pieces("один два\nтри четыре", 12)) == ["один два", "три четыре"]
    assert list(pieces("один два три", 10)) == ["один два", "три"]
    assert list(pieces("а" * 25, 10)) == ["а" * 10, "а" * 10, "а" * 5]


@pytest.mark.parametrize("whole", ["👍🏽", "👨‍👩‍👧", "🇷🇺", "e\u0301", "❤️", "1️⃣"])
def test_what_is_made_of_several_characters_is_not_torn(whole: str) -> None:
    for shift in range(12):
        text = "x" * shift + whole * 20
        for limit in range(length(whole) + 1, length(whole) + 12):
            broken = list(pieces(text, limit))
            assert "".join(broken) == text
            assert {piece.lstrip("x").replace(whole, "") for piece in broken} == {""}
            assert max(map(length, broken)) <= limit


def test_what_cannot_be_kept_whole_is_broken_all_the_same() -> None:
    heap = "e" + "\u0301" * 5000
    assert "".join(pieces(heap)) == heap
    assert max(map(length, pieces(heap))) <= 4096


@settings(deadline=None)
@given(st.text(min_size=1, max_size=300), st.integers(2, 40))
def test_nothing_but_space_at_the_breaks_is_lost(text: str, limit: int) -> None:
    broken = list(pieces(text, limit))
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(length(piece) <= limit for piece in broken)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_mentions_or_commands(text: str) -> None:
    found = found_by_telegram(quoted(text))
    assert not found.quoted("mention") + found.quoted("bot_command")


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(2, 50))
def test_what_is_shortened_fits(text: str, limit: int) -> None:
    assert length(shortened(text, limit)) <= limit


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Кофейня «Зерно и Ко»", "Кофейня „Зерно и Ко“"),
        ("Подсолнух", "Подсолнух"),
        ("«Дом» и «Сад»", "„Дом“ и „Сад“"),
        ("Joe's", "Joe's"),
    ],
)
def test_quotation_marks_of_a_name_are_inner_ones(name: str, shown: str) -> None:
    assert inner_quotes(name) == shown
    assert app_context().with_overrides(_chosen(name)).business == shown


def _chosen(name: str) -> dict[str, object]:
    return {BUSINESS: {"name": name, "timezone": "Europe/Moscow", "language": "ru"}}
