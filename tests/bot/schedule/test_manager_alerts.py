"""Facts are told to managers at once and once; statistics on a sure drop only, then silent for a week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.jobs.valuable import find_valuable
from bot.schedule.manager_alerts import ManagerAlerts
from storage import tables
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_week
from surveys.statistics.alert_limits import AlertLimits
from tests.handlers.manager.test_nps_command import given
from tests.handlers.manager.test_report_commands import BELLA, SIMA, enrolled, press
from tests.handlers.records import Past
from tests.harness import NOON, Harness, SentCall
from tests.storage.history import keep, order
from tests.storage.samples import answer, conversation, customer
from tests.updates import ANNA, BORIS, said

NIGHT = datetime(2026, 10, 16, 3, tzinfo=UTC)
"""06:00 in Moscow."""


async def met(harness: Harness) -> None:
    await enrolled(harness)
    await harness.deliver(*(said(one, "/start") for one in (BORIS, BELLA, SIMA, ANNA)))


async def looked(harness: Harness, **by: float) -> list[SentCall]:
    """The clock goes on and the round is made: what was sent."""
    harness.fake_clock.move(**by)
    await harness.parts.manager_alerts.run_once()
    await harness.parts.alert_checks.run_once()
    await harness.read_work_done()
    return await harness.told()


def beside(harness: Harness) -> ManagerAlerts:
    """Those of a second process, or of this one after a restart."""
    parts, jobs = harness.parts, harness.parts.job_context
    return ManagerAlerts(
        parts.database, parts.contexts, parts.enqueuer, harness.sender.offer, parts.clock,
        partial(find_valuable, jobs),
    )  # fmt: skip


def told_to(calls: list[SentCall], telegram_id: int) -> list[str]:
    return [call.text for call in calls if call.body["chat_id"] == telegram_id]


async def test_a_case_that_waits_too_long_is_told_once_to_managers_only(harness: Harness) -> None:
    await met(harness)
    past = Past()
    past.case("delivery", hours_ago=7)
    past.case("delivery", hours_ago=9)
    past.case("delivery", hours_ago=20, holder=SIMA.id)
    past.case("delivery", hours_ago=24 * 40)
    await past.write(harness.database)
    calls = await looked(harness)
    assert sorted(call.body["chat_id"] for call in calls) == sorted([BORIS.id, BELLA.id])
    assert told_to(calls, BORIS.id) == ["🔴 Без первого ответа дольше 8 ч: #2 (9 ч)."]
    assert told_to(calls, BELLA.id) == ["🔴 No first answer for longer than 8 h: #2 (9 h)."]
    assert await looked(harness, minutes=1) == []
    await beside(harness).run_once()
    assert await harness.told() == []
    assert told_to(await looked(harness, hours=2), BORIS.id) == [
        "🔴 Без первого ответа дольше 8 ч: #1 (9 ч)."
    ]


async def test_only_working_time_of_waiting_is_told(harness: Harness) -> None:
    await met(harness)
    contexts = harness.contexts
    week = read_week(["mon-fri 09:00-13:00 14:00-18:00"])
    contexts.current = replace(contexts.current, hours=BusinessHours(contexts.current.zone, week))
    past = Past()
    past.case("delivery", hours_ago=18)  # since six in the evening, and it is noon
    past.case("delivery", hours_ago=25)
    await past.write(harness.database)
    assert told_to(await looked(harness), BORIS.id) == ["🔴 Без первого ответа дольше 8 ч: #2 (25 ч)."]
    assert await looked(harness, hours=5) == []
    assert len(told_to(await looked(harness, hours=22), BORIS.id)) == 1


async def test_hundreds_at_once_are_one_message(harness: Harness) -> None:
    await met(harness)
    past = Past()
    for _ in range(25):
        past.case("delivery", hours_ago=12)
    await past.write(harness.database)
    [told] = told_to(await looked(harness), BORIS.id)
    assert told.endswith("#10 (12 ч) и ещё 15.")
    assert await looked(harness, minutes=1) == []


async def test_who_muted_a_kind_is_told_nothing_of_it_for_a_week(harness: Harness) -> None:
    await met(harness)
    past = Past()
    past.case("delivery", hours_ago=9)
    past.case("delivery", hours_ago=7)
    past.case("delivery", hours_ago=-24 * 8)
    await past.write(harness.database)
    [first] = [call for call in await looked(harness) if call.body["chat_id"] == BORIS.id]
    assert await harness.tap(BORIS, first.buttons["🔕 Неделю не присылать такое"], 7)
    [edit] = await harness.told()
    assert list(edit.buttons) == ["🔔 Всё-таки присылать"]
    calls = await looked(harness, hours=3)
    assert told_to(calls, BORIS.id) == []
    assert len(told_to(calls, BELLA.id)) == 1
    assert len(told_to(await looked(harness, days=9), BORIS.id)) == 1


async def test_a_very_low_score_of_a_valuable_customer_is_told_with_the_words(harness: Harness) -> None:
    await met(harness)
    dear = customer(name="Анна", external_id="K-1", monthly_margin_minor=900_00)
    poor = [customer(name=f"Клиент {n}", monthly_margin_minor=n * 100) for n in range(1, 10)]
    unknown = customer(name="Никто")
    rows = []
    for one, score in ((dear, 2), (poor[0], 0), (unknown, 1), (poor[8], 4)):
        talk = conversation(one)
        rows += [talk, answer(talk, score, id=harness.ids.next(), day=NOON.date(), answered_at=NOON)]
        if one is dear:
            rows.append(
                answer(talk, None, question_id="why", kind="text", words="Ждали /stop час", answered_at=NOON)
            )
    await keep(harness.database, dear, *poor, unknown, *rows)
    assert await looked(harness, minutes=1) == []
    [told] = [one for one in await looked(harness, minutes=2) if one.body["chat_id"] == BORIS.id]
    lines = told.text.splitlines()
    assert lines[0] == "⚠️ Ценный клиент поставил 2 из 10: Анна · K-1"
    assert "Ждали" in lines[1]
    assert "/stop" not in lines[1]
    assert await looked(harness, minutes=5) == []
    await beside(harness).run_once()
    assert await harness.told() == []
    listed = await press(harness, BORIS, told.buttons["📞 Кому позвонить"])
    assert "Анна" in listed.text
    assert "15 окт" in listed.text


async def test_without_margins_orders_say_who_is_valuable(harness: Harness) -> None:
    await met(harness)
    people = [customer(name=f"Клиент {n}") for n in range(10)]
    bought = [order(one, NOON - timedelta(days=9), amount_minor=100 * n) for n, one in enumerate(people, 1)]
    talks = [conversation(one) for one in people]
    scores = [answer(talk, 1, id=harness.ids.next(), day=NOON.date(), answered_at=NOON) for talk in talks]
    await keep(harness.database, *people, *bought, *talks, *scores)
    harness.contexts.current = replace(harness.contexts.current, alerts=AlertLimits(valuable_share=0.3))
    told = told_to(await looked(harness, minutes=3), BORIS.id)
    assert [one.splitlines()[0].rpartition(" ")[2] for one in told] == ["7", "8", "9"]


async def _fallen(harness: Harness) -> None:
    """Centre fell for sure; South has too few answers, North stands."""
    for place, before, now in (
        ("Центр", [10] * 60 + [0] * 10, [10] * 20 + [0] * 50),
        ("Север", [10] * 60 + [0] * 10, [10] * 59 + [0] * 11),
        ("Юг", [10] * 25, [0] * 25),
    ):
        await given(harness.database, before, days_ago=40, touchpoint=place)
        await given(harness.database, now, days_ago=3, touchpoint=place)


async def test_a_sure_drop_is_told_in_the_morning_and_then_not_for_a_week(harness: Harness) -> None:
    await met(harness)
    await _fallen(harness)
    harness.fake_clock.now = NIGHT
    await harness.say(BELLA, "/digest 11")
    calls = await looked(harness)
    [told] = told_to(calls, BORIS.id)
    assert told.splitlines()[:3] == [
        "📉 NPS за 4 недели упал, и это не случайность:",
        "вся компания: −4 (n = 165), было +76 (n = 165)",
        "Центр: −43 (n = 70), было +71 (n = 70)",
    ]
    assert "Юг" not in told
    assert "Север" not in told
    rows = [row for row in await harness.rows(tables.outbox) if "📉" in (row["body"] or "")]
    due = {row["chat_id"]: row["due_at"] for row in rows}
    assert due == {BORIS.id: NIGHT + timedelta(hours=3), BELLA.id: NIGHT + timedelta(hours=5)}
    assert await looked(harness, minutes=1) == []
    for _ in range(6):
        assert await looked(harness, days=1) == []
    assert len(told_to(await looked(harness, days=1), BORIS.id)) == 1


async def test_a_rise_of_the_score_or_noise_is_no_alert(harness: Harness) -> None:
    await met(harness)
    await given(harness.database, [10] * 20 + [0] * 50, days_ago=40, touchpoint="Центр")
    await given(harness.database, [10] * 60 + [0] * 10, days_ago=3, touchpoint="Центр")
    harness.fake_clock.now = NIGHT
    assert await looked(harness) == []
    checks = [row for row in await harness.rows(tables.jobs) if row["kind"] == "alert_check"]
    assert len(checks) == 1


async def test_complaints_that_rose_for_sure_are_told(harness: Harness) -> None:
    await met(harness)
    past = Past()
    past.orders(400, touchpoint="Центр")
    past.orders(400, days_ago=40, touchpoint="Центр")
    for number in range(33):
        past.case("delivery", hours_ago=24 * (40 if number < 3 else 3), is_closed=True, touchpoint="Центр")
    await past.write(harness.database)
    harness.fake_clock.now = NIGHT
    [told] = told_to(await looked(harness), BORIS.id)
    assert told.splitlines()[:3] == [
        "📈 Жалоб за 4 недели стало больше, и это не случайность:",
        "вся компания: 7,5 на 100 заказов, было 0,8 (30 жалоб, 400 заказов)",
        "Центр: 7,5 на 100 заказов, было 0,8 (30 жалоб, 400 заказов)",
    ]
