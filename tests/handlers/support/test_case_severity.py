"""How severe a case is: at first by its score, then as staff say."""

from typing import Any

import pytest

from storage import tables
from surveys.cases.severity import Severity
from surveys.questions.scaled_score import ScaledScore
from tests.handlers.access import LENA, VERA, Where, pressed, reload, spoken
from tests.handlers.cases.test_case_conversation import in_topic
from tests.handlers.support.test_case_list import asked
from tests.handlers.support.test_handing_over import group, told
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness
from tests.updates import ANNA
from tests.words import interface

HIGH = interface("severity-done", number="1", severity="high")


async def severity(harness: Harness) -> Any:
    [case] = await harness.rows(tables.cases)
    return case["severity"]


@pytest.mark.parametrize(
    ("score", "scale", "expected"),
    [(0, 10, "high"), (3, 10, "high"), (4, 10, "normal"), (1, 5, "normal"), (None, None, "normal")],
)
async def test_a_case_is_of_high_severity_at_first_where_its_score_is_very_low(
    support: SupportHarness, score: int | None, scale: int | None, expected: str
) -> None:
    await support.reload(forum=True)
    given = ScaledScore(score, scale, is_low=True) if score is not None and scale is not None else None
    case = await support.complain("Торт мятый", score=given)
    assert case.severity == expected
    line = interface("case-severity", severity="high")
    assert (line in support.card(1).text) == (expected == "high")


@pytest.mark.parametrize(
    ("minutes", "said", "expected"), [(14, None, "normal"), (14, "low", "low"), (16, None, "high")]
)
async def test_it_follows_a_score_that_is_corrected_at_once_unless_staff_said_theirs(
    support: SupportHarness, minutes: int, said: str | None, expected: str
) -> None:
    await support.reload(forum=True)
    for words in ("/rate", "2", "Долго ждала"):
        await support.deliver(await support.anna.say(words))
    assert (await support.case(1)).severity is Severity.HIGH
    if said is not None:
        await in_topic(support, 1, f"/severity {said}")
    support.harness.fake_clock.move(minutes=minutes)
    receipt = next(one for one in support.anna.chat.messages if one.from_bot and "Ваша оценка: 2" in one.text)
    await support.deliver(await support.anna.tap(receipt, interface("button-change")))
    await support.deliver(await support.anna.tap(receipt, "9"))
    assert (await support.case(1)).severity == expected


async def test_a_very_low_score_that_joins_a_third_case_raises_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    for _ in range(3):
        await support.complain("Торт мятый")
    await in_topic(support, 3, "/severity low")
    await support.complain("И чужой", score=ScaledScore(4, 10, is_low=True))
    assert (await support.case(3)).severity is Severity.LOW
    await support.complain("И горький", score=ScaledScore(3, 10, is_low=True))
    assert (await support.case(3)).severity is Severity.HIGH
    assert interface("case-severity", severity="high") in support.card(3).text


async def test_staff_say_it_by_a_word_or_a_tap_and_the_card_and_the_list_show_it(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain("Торт мятый")
    high, low = (interface("case-severity", severity=one) for one in ("high", "low"))
    assert "🔺" not in (await asked(support, support.vera)).text
    assert high not in support.card(1).text
    await in_topic(support, 1, "/severity высокая")
    assert high in support.card(1).text
    assert "🔺⚪ #1" in (await asked(support, support.vera)).text
    await in_topic(support, 1, "/severity")
    question = support.shown()[-1]
    assert question.text == interface("severity-which", number="1")
    labels = ["Низкая", "Обычная", "• Высокая"]
    assert [one.text for one in question.buttons] == labels
    await support.deliver(await support.oleg.tap(question, "Низкая"))
    assert (await support.case(1)).severity is Severity.LOW
    assert low in support.card(1).text
    assert "🔺" not in (await asked(support, support.vera)).text
    await in_topic(support, 1, "/severity Normal")
    assert (await support.case(1)).severity is Severity.NORMAL
    assert not {high, low} & set(support.card(1).text.splitlines())
    entries = await support.harness.rows(tables.audit_log)
    assert [one["subject"] for one in entries if one["action"] == "case_severity"] == ["#1"] * 3


async def test_it_changes_no_order(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Торт мятый")
    support.harness.fake_clock.move(hours=1)
    await support.complain("Торт чужой")
    await in_topic(support, 2, "/severity high")
    shown = (await asked(support, support.vera)).text
    assert 0 < shown.index("⚪ #1") < shown.index("🔺⚪ #2")


async def test_the_higher_one_of_joined_cases_stays(support: SupportHarness) -> None:
    await support.reload(forum=True)
    for number, word in ((1, "low"), (2, "high"), (3, "normal")):
        await support.complain("Торт мятый")
        await in_topic(support, number, f"/severity {word}")
    await in_topic(support, 2, "/merge 1")
    assert (await support.case(1)).severity is Severity.HIGH
    await in_topic(support, 3, "/merge 1")
    assert (await support.case(1)).severity is Severity.HIGH
    assert interface("case-severity", severity="high") in support.card(1).text


async def test_neither_whom_it_is_about_nor_a_stranger_says_it_and_nobody_of_a_closed_case(
    harness: Harness,
) -> None:
    await reload(harness)
    assert group(await told(harness, VERA, "/severity ужасная")) == [
        interface("severity-unknown", number="1")
    ]
    await told(harness, LENA, "/take")
    assert group(await told(harness, VERA, "/severity high")) == [HIGH], "whoever has it"
    await told(harness, VERA, "/about лена")
    refused = interface("refused-about-you")
    assert group(await told(harness, LENA, "/severity low")) == [refused]
    await harness.deliver(pressed(LENA, "severity:1:low", Where.TOPIC))
    await told(harness, ANNA, "/severity low")
    await harness.deliver(pressed(ANNA, "severity:1:low", Where.TOPIC))
    assert await severity(harness) == "high"
    await told(harness, VERA, "/close other")
    assert group(await told(harness, VERA, "/severity low")) == [interface("refused-already-closed")]
    assert await severity(harness) == "high"


async def test_data_of_no_button_of_ours_changes_nothing(harness: Harness) -> None:
    await reload(harness)
    for data in ("severity:1:awful", "severity:1", "severity:99:high", "severity:x:high"):
        await harness.deliver(pressed(VERA, data, Where.TOPIC))
    assert await severity(harness) == "normal"
    calls = await harness.deliver(pressed(VERA, "severity:1:high", Where.TOPIC))
    assert any(one.body.get("text") == HIGH for one in calls)
    said = await harness.deliver(spoken(VERA, "/severity 1 low", Where.PRIVATE))
    assert said[0].text == interface("support-where")
    assert await severity(harness) == "high"
