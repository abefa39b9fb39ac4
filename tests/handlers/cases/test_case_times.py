"""Cases are timed in working hours by what people mean, and staff are warned before it is late."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.case_deadlines import CaseDeadlines
from bot.schedule.follow_up_runner import FollowUpRunner
from reports.complaints import COMPLAINTS
from reports.document import as_plain
from reports.formatter import Formatter
from reports.numbers import request_of
from storage import tables
from storage.people import erasure
from storage.reports.complaints import report
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.lifecycle import Status
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_own_days, read_week
from surveys.language.languages import Language
from surveys.statistics.periods import Asked, Period
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.support.test_inbox import open_entry, press
from tests.handlers.support_harness import SupportHarness
from tests.harness import app_context

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = BusinessHours(
    MOSCOW, read_week(["mon-fri 09:00-13:00 14:00-18:00"]), own_days=read_own_days(["2026-10-21 closed"])
)
LIMITS = ServiceLimits(timedelta(hours=2), timedelta(hours=1), timedelta(hours=5), timedelta(minutes=30))
STORY = "Курьер опоздал на три часа"
HOUR_S = 3600


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2026, whose fifteenth is a Thursday, by the clock of Moscow."""
    return datetime(2026, 10, day, hour, minute, tzinfo=MOSCOW)


async def begin(support: SupportHarness, hours: BusinessHours | None = HOURS) -> None:
    await support.reload(forum=True)
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, hours=hours, service_limits=LIMITS)


def wait_until(support: SupportHarness, moment: datetime) -> None:
    support.harness.fake_clock.move(seconds=(moment - support.harness.fake_clock.now).total_seconds())


async def warned(support: SupportHarness, moment: datetime) -> list[str]:
    """What the group is told by the round of that moment."""
    wait_until(support, moment)
    before = len(support.said())
    await support.harness.parts.case_deadlines.run_once()
    await support.settled()
    return support.said()[before:]


async def test_the_clock_runs_by_meaning_and_in_working_hours(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)  # at noon on Thursday
    new = await support.case(1)
    assert (new.awaiting_since, new.first_reply_due_at) == (at(15, 12), at(15, 15))
    assert (new.next_reply_due_at, new.solution_due_at, new.warn_at) == (None, at(15, 18), at(15, 14, 30))
    wait_until(support, at(15, 12, 30))
    await told(support, "Ну и где он?", "Спасибо")
    await in_topic(support, 1, "/take")
    await in_topic(support, 1, "👍")
    await support.deliver(
        await support.vera.sticker(b"s", to=support.group, topic=topic_of(support, 1)),
        await support.anna.sticker(b"s"),
    )
    waiting = await support.case(1)
    assert (waiting.status, waiting.first_reply_at) == (Status.TAKEN, None)
    assert (waiting.first_reply_due_at, waiting.awaiting_since) == (at(15, 15), at(15, 12))
    wait_until(support, at(15, 14, 30))
    await in_topic(support, 1, "Вернём деньги")
    answered = await support.case(1)
    assert (answered.first_reply_work_s, answered.waited_s) == (1.5 * HOUR_S, 1.5 * HOUR_S)
    due = answered.first_reply_due_at, answered.next_reply_due_at, answered.solution_due_at, answered.warn_at
    assert (answered.awaiting_since, due) == (None, (None,) * 4)
    await told(support, "Спасибо!")
    await support.deliver(await support.anna.sticker(b"s"))
    assert (await support.case(1)).awaiting_since is None
    wait_until(support, at(16, 10))
    await told(support, "А когда?")
    wait_until(support, at(16, 10, 20))
    await told(support, "Когда же?")
    asked = await support.case(1)
    assert (asked.awaiting_since, asked.next_reply_due_at) == (at(16, 10), at(16, 11))
    assert (asked.first_reply_due_at, asked.solution_due_at) == (None, at(16, 14, 30))
    wait_until(support, at(16, 11))
    answer = await support.vera.say("Завтра", to=support.group, topic=topic_of(support, 1))
    await support.deliver(answer, await support.anna.say("Ещё и чек не отдали"))
    overtaken = await support.case(1)
    assert (overtaken.awaiting_since, overtaken.next_reply_due_at) == (at(16, 11), at(16, 12))
    assert overtaken.first_reply_work_s == 1.5 * HOUR_S
    wait_until(support, at(19, 10))
    await in_topic(support, 1, "/close delivery")
    closed = await support.case(1)
    assert (closed.solution_work_s, closed.solution_due_at, closed.warn_at) == (14 * HOUR_S, None, None)
    wait_until(support, at(19, 12))
    await told(support, "Деньги так и не вернули")
    again = await support.case(1)
    assert (again.solution_work_s, again.first_reply_work_s) == (None, 1.5 * HOUR_S)
    assert (again.awaiting_since, again.next_reply_due_at) == (at(19, 12), at(19, 13))


async def test_what_was_written_outside_cases_waits_since_it_was_written(support: SupportHarness) -> None:
    await begin(support)
    await told(support, "Здравствуйте")
    wait_until(support, at(15, 12, 15))
    await told(support, "Где мой заказ 551?")
    wait_until(support, at(15, 17))
    entry = await open_entry(support, support.vera)
    await press(support, support.vera, entry, "button-inbox-case")
    case = await support.case(1)
    assert (case.opened_at, case.told_at, case.awaiting_since) == (at(15, 17), *(at(15, 12, 15),) * 2)
    assert case.first_reply_due_at == at(15, 15, 15)
    assert await warned(support, at(15, 17, 30)) == [], "what is over is said when people are called"
    await support.harness.parts.overdue_cases.run_once()
    await support.settled()
    assert "срок прошёл: первый ответ клиенту" in support.said()[-1]
    await in_topic(support, 1, "Уже едет")
    assert (await support.case(1)).first_reply_work_s == (0.75 + 3.5) * HOUR_S


async def test_staff_are_warned_once_before_it_is_late_in_the_topic_of_the_case(
    support: SupportHarness,
) -> None:
    await begin(support)
    await support.complain(STORY)
    assert await warned(support, at(15, 14, 29)) == []
    assert await warned(support, at(15, 14, 30)) == [
        "⏳ Срок до 15.10 15:00: первый ответ клиенту. Осталось 30 мин рабочего времени."
    ]
    assert support.shown()[-1].thread_id == topic_of(support, 1).id
    assert (await support.case(1)).warn_at == at(15, 17, 30)
    assert await warned(support, at(15, 14, 45)) == []
    await told(support, "Вы где?")  # counts anew when something is to be said
    parts, harness = support.harness.parts, support.harness
    runner = FollowUpRunner(
        harness.database, harness.contexts, parts.enqueuer, harness.sender.offer, parts.clock, harness.ids
    )
    await CaseDeadlines(harness.database, runner).run_once()
    await support.settled()
    assert await warned(support, at(15, 15, 10)) == []
    await in_topic(support, 1, "Едем")
    assert await warned(support, at(15, 17, 30)) == [], "nothing is due while staff wait for the customer"
    await told(support, "Не приехали")
    await in_topic(support, 1, "/close delivery")
    assert await warned(support, at(16, 12)) == []


async def test_nothing_is_due_of_whoever_was_forgotten(support: SupportHarness) -> None:
    await begin(support)
    case = await support.complain(STORY)
    harness = support.harness
    await harness.database.write(erasure.begin, case.customer_id, harness.fake_clock.now)
    gone = await support.case(1)
    due = gone.awaiting_since, gone.first_reply_due_at, gone.solution_due_at, gone.warn_at
    assert (gone.status, due) == (Status.CLOSED, (None,) * 4)
    assert await warned(support, at(15, 14, 30)) == []


async def test_other_hours_give_other_times_to_what_waits(support: SupportHarness) -> None:
    await begin(support)
    await support.complain(STORY)
    assert await warned(support, at(15, 12, 10)) == []
    contexts = support.harness.contexts
    contexts.current = replace(contexts.current, hours=None)
    assert await warned(support, at(15, 12, 20)) == []
    case = await support.case(1)
    assert (case.first_reply_due_at, case.solution_due_at) == (at(15, 14), at(15, 17))
    assert await warned(support, at(15, 13, 30)) == [
        "⏳ Срок до 15.10 14:00: первый ответ клиенту. Осталось 30 мин."
    ]


def test_hours_are_by_the_clock_that_an_owner_chose_and_reach_other_processes() -> None:
    chosen = {"business": {"name": "Пекарня", "timezone": "Asia/Yekaterinburg", "language": "ru"}}
    hours = replace(app_context(), hours=HOURS).with_overrides(chosen).clock.hours
    assert (hours.zone, hours.week) == (ZoneInfo("Asia/Yekaterinburg"), HOURS.week)
    assert hours.next_opening(at(21, 12)) == datetime(2026, 10, 22, 9, tzinfo=hours.zone)
    sent = pickle.loads(pickle.dumps(hours))
    assert (sent, sent.blocks_of(at(21, 0).date())) == (hours, ())
    assert app_context().with_overrides(chosen).clock.hours.is_always_open


# The report, counted anew from the messages ----------------------------------------------------------

THANKS = frozenset({"Спасибо!", "👍", "ок"})


def _worked_s(since: datetime, until: datetime) -> int:
    """Minute by minute, by the clock on the wall of the office."""
    minutes, moment = 0, since
    while moment < until:
        wall = moment.astimezone(MOSCOW)
        is_day = wall.weekday() < 5 and wall.day != 21
        minutes += is_day and (9 <= wall.hour < 13 or 14 <= wall.hour < 18)
        moment += timedelta(minutes=1)
    return minutes * 60


def _recount(messages: Sequence[Any], cases: Sequence[Any]) -> tuple[list[int], list[int]]:
    replies, solutions = [], []
    for case in cases:
        talk = [one for one in messages if one["case_id"] == case["id"]]
        theirs = [one["received_at"] for one in talk if one["staff_telegram_id"] is None]
        since = min([case["opened_at"], *theirs])
        ours = [
            one["delivered_at"]
            for one in talk
            if one["staff_telegram_id"] and one["delivered_at"] and one["words"] not in THANKS
        ]
        if ours:
            replies.append(_worked_s(since, min(ours)))
        if case["closed_at"]:
            solutions.append(_worked_s(since, case["closed_at"]))
    return replies, solutions


async def test_the_report_says_what_a_recount_from_the_messages_says(support: SupportHarness) -> None:
    await begin(support)
    dice = Random(12)

    async def a_while() -> None:
        support.harness.fake_clock.move(minutes=dice.choice([3, 40, 200, 900, 2000]))

    for number in range(1, 13):
        if number == 1:
            await told(support, "Где мой заказ 551?")
            support.harness.fake_clock.move(minutes=5)
            await told(support, "/complain", "Доставка", STORY)
        else:
            await support.complain(STORY)
        for _ in range(dice.randint(1, 3)):
            await a_while()
            said = dice.choice(["Спасибо!", "ок", "Вернём деньги", "Вернём деньги"])
            await in_topic(support, number, said)
            await told(support, dice.choice(["Спасибо!", "Не вернули"]))
        await a_while()
        if number < 12:
            await in_topic(support, number, "/close delivery")
        if number % 5 == 0:
            await told(support, "Опять не привезли")
            await a_while()
            await in_topic(support, number, "/close delivery")
        await a_while()
    harness = support.harness
    cases, messages = await harness.rows(tables.cases), await harness.rows(tables.messages)
    assert len(cases) == 12
    assert cases[0]["told_at"] < cases[0]["opened_at"]
    replies, solutions = _recount(messages, cases)
    period = Period(at(1, 0).date(), harness.fake_clock.now.date() + timedelta(days=1), MOSCOW)
    counted = await harness.database.read(report, Asked(period, period, {}), harness.fake_clock.now)
    for times, found in (
        (replies, counted.whole.handling.first_reply),
        (solutions, counted.whole.handling.solution),
    ):
        assert found.n == len(times)
        assert found.median_s == pytest.approx(median(times))
        assert found.ninth_decile_s == pytest.approx(quantiles(times, n=10, method="inclusive")[-1])
        assert (found.p90_s is None) == (found.n < 10)
    context = harness.contexts.current.report_context
    request = request_of(COMPLAINTS, context, harness.fake_clock.now, period.start, period.end, None)
    shown = await harness.database.read(COMPLAINTS.main.read, context, request)
    words = as_plain(COMPLAINTS.main.render(shown, Formatter.of(context, Language.RU, request)))
    assert "Первый ответ, в рабочих часах: обычно" in words
