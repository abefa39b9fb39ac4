"""The tab of branches: the worst first, marked where that is sure; its cause and three quotes behind it."""

import re

import pytest

from demo.data import fill
from surveys.language.languages import Language
from tests.comment_analysis import analyze_comments
from tests.handlers.manager.test_nps_command import given, lines
from tests.handlers.manager.test_report_commands import BELLA, button, enrolled, pictures, press
from tests.harness import NOON, Harness, SentCall, app_context
from tests.updates import BORIS

HOSTILE = '<b>&"кафе"'


async def _branches(harness: Harness, words: str = "/nps") -> SentCall:
    return await press(harness, BORIS, button(await harness.say(BORIS, words), "Точки"))


def _rows(shown: SentCall) -> list[str]:
    """The lines of the drawing."""
    [table] = re.findall(r"<pre>(.*?)</pre>", shown.text, re.DOTALL)
    return lines(table)


async def test_the_worst_stands_first_and_only_what_is_sure_is_marked(harness: Harness) -> None:
    await given(harness.database, [10] * 40 + [7] * 30 + [0] * 10, touchpoint=HOSTILE)
    await given(harness.database, [10] * 38 + [7] * 32 + [0] * 10, touchpoint="сайт")
    await given(harness.database, [10] * 20 + [7] * 20 + [0] * 60, touchpoint="доставка")
    await given(harness.database, [0] * 8, touchpoint="самовывоз")
    await given(harness.database, [10] * 6 + [0] * 3, touchpoint="киоск")
    await given(harness.database, [0] * 4, touchpoint="склад")
    shown = await _branches(harness)
    rows = _rows(shown)
    assert [row.split()[0] for row in rows[::2]] == ["доставка", "киоск", "сайт", '<b>&"кафе"']
    counts = [re.sub(r"[●─┊ ]*", "", row, count=1) for row in rows[1::2]]
    assert counts == ["ниже n=100", "n=9 ⚠", "выше n=80", "выше n=80"]
    assert rows[0].split()[1] == "−40"
    # One scale for all: the dot stands the further right the higher the score is.
    dots = [row.index("●") for row in rows[1::2]]
    assert dots == sorted(dots)
    assert all(len(row) == 30 for row in rows)
    told = lines(shown.text)
    assert "⚠️ Ниже остальных, и это не случайность: доставка" in told
    # The four of one could be worked out if the eight of another were shown.
    assert "Не показаны, чтобы никого не выдать: самовывоз, склад" in told
    assert not any(row.startswith(("склад", "самовывоз")) for row in rows)
    whole = await harness.say(BORIS, "/nps")
    assert "Не показаны, чтобы никого не выдать: самовывоз, склад" in lines(whole.text)
    assert not any("склад" in name or "самовывоз" in name for name in shown.buttons)


async def test_what_is_lower_for_sure_stands_before_handfuls_that_may_be_so_by_chance(
    harness: Harness,
) -> None:
    """A scan of many small branches always finds some in which all five are unhappy."""
    await given(harness.database, [10] * 200, touchpoint="сайт")
    await given(harness.database, [10] * 20 + [0] * 60, touchpoint="доставка")
    for number in range(9):
        await given(harness.database, [0] * 5, touchpoint=f"киоск {number}")
    shown = await _branches(harness)
    assert [row.split()[0] for row in _rows(shown)[::2]] == ["доставка", *["киоск"] * 5]
    assert "доставка" in shown.buttons
    assert "Не поместились ещё 5 точек." in lines(shown.text)


async def test_a_branch_is_held_against_the_others_and_a_hidden_one_tells_nothing(harness: Harness) -> None:
    await enrolled(harness)
    await given(harness.database, [10] * 30 + [0] * 30, touchpoint="доставка")
    await given(harness.database, [10] * 50 + [0] * 10, touchpoint="зал")
    table = await _branches(harness)
    one = lines((await press(harness, BORIS, button(table, "доставка"))).text)
    assert (await pictures(harness))[-1].request.touchpoint == "доставка"
    assert one[0] == "📊 доставка, 16 сент. – 15 окт. 2026: NPS 0"
    assert one[2].startswith("Остальные точки: +67 (n = 60), разница −67, от ")
    assert one[3] == "Это не случайность."
    assert "О чём-то одном плохо не отзываются." in one
    english = await press(harness, BELLA, button(await harness.say(BELLA, "/nps"), "Branches"))
    assert "⚠️ Lower than the rest, and no chance: доставка" in lines(english.text)
    await given(harness.database, [0] * 3, touchpoint="киоск")
    hidden = await _branches(harness)
    assert "Сравнивать нечего" in hidden.text
    assert "Не показаны, чтобы никого не выдать: доставка, киоск" in lines(hidden.text)
    assert not hidden.text.count("<pre>")
    again = await press(harness, BORIS, button(table, "доставка"))
    assert lines(again.text)[0].endswith("ответов нет или так мало, что оценка скрыта.")
    assert "0 (n" not in again.text


async def test_without_branches_segments_are_compared_and_without_either_it_is_said(harness: Harness) -> None:
    assert "Сравнивать нечего" in (await _branches(harness)).text
    await given(harness.database, [10] * 30)
    assert "Сравнивать нечего" in (await _branches(harness)).text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_in_the_demos_year_the_worst_branch_its_cause_and_three_quotes_are_four_taps_away(
    harness: Harness,
) -> None:
    await harness.database.write(fill, app_context().zone, NOON, Language.RU)
    await harness.database.write(analyze_comments)
    report = await harness.say(BORIS, "/nps")
    branches = await press(harness, BORIS, button(report, "Точки"))
    year = await press(harness, BORIS, button(branches, "Год"))
    worst = next(label for label in year.buttons if _rows(year)[0].startswith(label))
    assert "доставк" in worst
    assert f"⚠️ Ниже остальных, и это не случайность: {worst}" in lines(year.text)
    shown = await press(harness, BORIS, button(year, worst))
    [cause] = [line for line in lines(shown.text) if line.startswith("Чем недовольны: ")]
    assert cause.startswith("Чем недовольны: Доставка (")
    quotes = re.findall(r"<blockquote>(.*?)</blockquote>", shown.text)
    assert len(set(quotes)) == 3
    assert any("Ждал курьера два дня, ужасно" in quote for quote in quotes)
    comments = await press(harness, BORIS, button(shown, "Что пишут"))
    assert f"точка: {worst}" in lines(comments.text)[-1]
    assert comments.text.count("<blockquote>") > 3


async def test_the_tab_of_responses_says_who_of_the_dissatisfied_was_asked_again(harness: Harness) -> None:
    await given(harness.database, [2] * 7)
    shown = await press(harness, BORIS, button(await harness.say(BORIS, "/nps"), "Отклик"))
    told = [line for line in lines(shown.text) if line]
    assert told[:2] == [
        "✉️ Отклик по дате отправки, 16 сент. – 15 окт. 2026",
        "За это время сами никого не спрашивали.",
    ]
    assert told[3] == "• без обращения: снова пока не оценил никто из 7"
