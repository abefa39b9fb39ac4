"""Each manager gets one digest a week, at their hour, whatever clocks and restarts do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schedule.weekly_digests import WeeklyDigests
from storage import tables
from storage.rows import Feedback
from surveys.cases.feedback import FeedbackKind
from surveys.cases.source import CaseSource
from surveys.statistics.targets import Targets
from tests.handlers.manager.test_nps_command import NEUTRAL, given, lines
from tests.handlers.manager.test_report_commands import BELLA, SIMA, enrolled, press
from tests.handlers.records import Past
from tests.harness import NOON, Harness, SentCall, app_context
from tests.storage.history import case, keep
from tests.storage.samples import answer, conversation, customer
from tests.updates import ANNA, BORIS, ZOYA, said, tapped

MONDAY = datetime(2026, 10, 19, 6, tzinfo=UTC)
"""09:00 in Moscow, four days after the harness's noon."""
BERLIN = MONDAY + timedelta(hours=1)


async def met(harness: Harness) -> None:
    """Boris, an owner, and Bella, a manager, have written; Sima is support."""
    await enrolled(harness)
    await harness.deliver(*(said(one, "/start") for one in (BORIS, BELLA, SIMA, ANNA)))


async def at(harness: Harness, moment: datetime) -> list[SentCall]:
    """The clock stands there and the rounds are made: what was sent."""
    harness.fake_clock.now = moment
    for _ in range(2):
        await harness.parts.weekly_digests.run_once()
        await harness.read_work_done()
    return await harness.told()


def to(calls: list[SentCall]) -> list[int]:
    return sorted(int(call.body["chat_id"]) for call in calls)


async def test_each_manager_gets_it_at_nine_of_monday_and_nobody_else(harness: Harness) -> None:
    await met(harness)
    assert await at(harness, NOON) == []
    assert await at(harness, MONDAY - timedelta(minutes=1)) == []
    calls = await at(harness, MONDAY)
    assert to(calls) == sorted([BORIS.id, BELLA.id])
    shown = {call.body["chat_id"]: lines(call.text) for call in calls}
    assert shown[BORIS.id] == [
        "🗓 Неделя 42: 12–18 окт. 2026",
        "✅ Всё в норме: 0 жалоб, ушло 0 клиентов.",
        "Когда присылать и присылать ли: /digest",
    ]
    assert shown[BELLA.id][0] == "🗓 Week 42: 12–18 Oct 2026"
    for minutes in (1, 60, 60 * 14):
        assert await at(harness, MONDAY + timedelta(minutes=minutes)) == []


async def test_weeks_through_a_change_of_clocks_are_one_digest_each(harness: Harness) -> None:
    await met(harness)
    zone = ZoneInfo("Europe/Berlin")
    harness.contexts.current = replace(harness.contexts.current, zone=zone)
    got: list[datetime] = []
    mondays = [datetime(2026, 10, 19, 9, tzinfo=zone) + timedelta(days=days) for days in (0, 7, 14)]
    for monday in mondays:
        for hours in (-33, -24, -1, 0, 1, 14):
            local = monday + timedelta(hours=hours)  # by the clock on the wall
            calls = await at(harness, local.astimezone(UTC))
            got += [local] * (BORIS.id in to(calls))
    assert got == mondays


@pytest.mark.parametrize("skips", [date(2026, 3, 30), date(2026, 10, 26)])
async def test_an_hour_that_a_clock_skips_or_repeats_is_one_digest(harness: Harness, skips: date) -> None:
    await met(harness)
    zone = ZoneInfo("Asia/Beirut")  # midnight does not exist on the day its clocks go forward
    harness.contexts.current = replace(harness.contexts.current, zone=zone)
    await harness.say(BORIS, "/digest 0")
    start = datetime.combine(skips, datetime.min.time(), zone).astimezone(UTC) - timedelta(hours=2)
    n = 0
    for minutes in range(0, 5 * 60, 30):
        n += BORIS.id in to(await at(harness, start + timedelta(minutes=minutes)))
    assert n == 1


async def test_what_hours_of_downtime_missed_comes_the_same_monday_and_not_later(harness: Harness) -> None:
    await met(harness)
    await at(harness, NOON)
    assert len(await at(harness, MONDAY + timedelta(hours=13, minutes=30))) == 2
    wednesday = MONDAY + timedelta(days=9)
    assert await at(harness, wednesday) == []
    assert len(await at(harness, MONDAY + timedelta(days=14))) == 2


async def test_a_clock_set_back_or_a_second_process_sends_nothing_twice(harness: Harness) -> None:
    await met(harness)
    parts = harness.parts
    beside = WeeklyDigests(
        harness.database, harness.contexts, harness.fake_clock.clock, harness.ids, lambda: None
    )
    await at(harness, NOON)
    harness.fake_clock.now = MONDAY
    await parts.weekly_digests.run_once()
    await beside.run_once()
    await beside.run_once()
    await harness.read_work_done()
    assert len(await harness.told()) == 2
    assert await at(harness, MONDAY - timedelta(hours=3)) == []
    assert await at(harness, MONDAY) == []
    assert await at(harness, MONDAY + timedelta(minutes=5)) == []


async def test_each_chooses_an_hour_and_may_switch_it_off(harness: Harness) -> None:
    await met(harness)
    screen = await harness.say(BORIS, "/digest")
    assert "по понедельникам в 09:00" in screen.text
    assert "• 09:00" in screen.buttons
    changed = await press(harness, BORIS, screen.buttons["11:00"])
    assert "в 11:00" in changed.text
    assert (await harness.say(BELLA, "/digest off")).text == "The weekly digest is switched off."
    assert "час от 0 до 23" in (await harness.say(BORIS, "/digest 25")).text
    await at(harness, NOON)
    assert await at(harness, MONDAY) == []
    assert to(await at(harness, MONDAY + timedelta(hours=2))) == [BORIS.id]
    assert (await press(harness, BORIS, screen.buttons["Не присылать"])).text == "Сводка за неделю выключена."
    assert await at(harness, MONDAY + timedelta(days=7, hours=2)) == []


async def test_a_muted_digest_is_skipped_once_and_can_be_had_after_all(harness: Harness) -> None:
    """Clocks go back in the night before the one that is skipped."""
    await met(harness)
    harness.contexts.current = replace(harness.contexts.current, zone=ZoneInfo("Europe/Berlin"))
    await at(harness, NOON)
    first = next(call for call in await at(harness, BERLIN) if call.body["chat_id"] == BORIS.id)
    mute = first.buttons["🔕 Пропустить следующую"]
    assert await harness.tap(BORIS, mute, 7) == "Хорошо, неделю такого не пришлю."
    [edit] = await harness.told()
    assert edit.method == "editMessageReplyMarkup"
    assert to(await at(harness, BERLIN + timedelta(days=7, hours=1))) == [BELLA.id]
    assert to(await at(harness, BERLIN + timedelta(days=14, hours=1))) == sorted([BORIS.id, BELLA.id])
    await harness.tap(BORIS, mute, 7)
    [edit] = await harness.told()
    await harness.tap(BORIS, edit.buttons["🔔 Всё-таки присылать"], 7)
    await harness.told()
    assert BORIS.id in to(await at(harness, BERLIN + timedelta(days=21, hours=1)))


async def test_it_tells_what_fell_where_and_what_to_do(harness: Harness) -> None:
    await met(harness)
    await given(harness.database, [10] * 60 + [0] * 10, days_ago=30, touchpoint="Центр")
    await given(harness.database, [10] * 60 + [0] * 10, days_ago=30, touchpoint="Юг")
    await given(harness.database, [10] * 20 + [0] * 50, days_ago=1, touchpoint="Центр")
    await given(harness.database, [10] * 60 + [0] * 10, days_ago=1, touchpoint="Юг")
    past = Past()
    waiting = [past.case("delivery") for _ in range(3)]
    await past.write(harness.database)
    await at(harness, NOON)
    told = next(call for call in await at(harness, MONDAY) if call.body["chat_id"] == BORIS.id)
    shown = lines(told.text)
    assert shown[1].startswith("1️⃣ NPS за 4 недели +14, от ")
    assert shown[1].endswith("⚠️ упал: был +71 (n = 140)")
    assert shown[2] == "тянет вниз: Центр"
    assert shown[3] == "2️⃣ 3 жалобы · неделей раньше 0"
    assert "• ответить на 3 обращения" in shown
    assert next(iter(told.buttons)) == "📋 Открыть обращения"
    assert len(told.buttons) <= 3
    board = await press(harness, BORIS, told.buttons["📋 Открыть обращения"])
    assert f"#{waiting[0].number} " in board.text

    def answer(connection):  # type: ignore[no-untyped-def]  # of anything
        first = tables.cases.c.id == waiting[0].id
        connection.execute(tables.cases.update().where(first).values(first_reply_at=MONDAY))

    await harness.database.write(answer)
    next_one = next(
        call for call in await at(harness, MONDAY + timedelta(days=7)) if call.body["chat_id"] == BORIS.id
    )
    assert "Прошлая неделя: ответили на 1 из 3 обращений, о которых просила сводка" in lines(next_one.text)


async def test_targets_stand_beside_the_numbers(harness: Harness) -> None:
    await met(harness)
    await given(harness.database, [10] * 30 + [0] * 10, touchpoint="Центр")
    past = Past()
    past.orders(100)
    past.case("delivery")
    for number in range(20):
        past.customer(left=NOON if number == 0 else None)
    await past.write(harness.database)
    targets = Targets(nps=60, complaints_per_100=2.0, churn=0.01)
    harness.contexts.current = replace(harness.contexts.current, targets=targets)
    await at(harness, NOON)
    told = next(call for call in await at(harness, MONDAY) if call.body["chat_id"] == BORIS.id)
    aims = [line for line in lines(told.text) if line.startswith("🎯")]
    assert aims[:2] == [
        "🎯 План +60: отклонение −10, не выполнен",
        "🎯 План не больше 2,0 на 100 заказов: отклонение −1,0, выполнен",
    ]
    assert aims[2].startswith("🎯 План не больше 1,0 %: отклонение +")


async def test_unhappy_people_who_told_why_are_to_be_called_and_one_is_quoted(harness: Harness) -> None:
    await met(harness)
    for number in range(5):
        anna = customer(9_000 + number, name="Тайная Анна")
        talk, day = conversation(anna), NOON.date()
        low = answer(talk, 2, id=harness.ids.next(), day=day, answered_at=NOON, touchpoint="Центр")
        why = answer(
            talk,
            None,
            id=harness.ids.next(),
            question_id="why",
            kind="text",
            words=f"Долго <b> {number}",
            day=day,
            answered_at=NOON,
        )
        entry = Feedback(
            why.id, anna.id, FeedbackKind.COMMENT, NOON, answer_id=why.id, conversation_id=talk.id
        )
        await keep(harness.database, anna, talk, low, why, entry)
    await at(harness, NOON)
    told = next(call for call in await at(harness, MONDAY) if call.body["chat_id"] == BORIS.id)
    shown = lines(told.text)
    assert "• связаться с недовольными, которые объяснили оценку: 5" in shown
    assert "<blockquote>Долго &lt;b&gt; 4</blockquote>" in told.text
    assert "Анна" not in told.text
    assert "Центр" not in told.text
    calls = told.buttons["📞 Кому позвонить"]
    harness.fake_clock.move(days=40)  # the list is of the days of the digest, whenever it is opened
    listed = await press(harness, BORIS, calls)
    assert listed.method == "sendMessage"
    assert "Тайная Анна" in listed.text
    assert "Долго" in listed.text
    assert [label for label in listed.buttons if label.startswith("📞")] == [f"📞 {n}" for n in range(1, 6)]
    forged = await harness.pop_up(tapped(BORIS, "alert:call:nonsense"))
    assert forged == app_context().texts.text("ru", "question-unknown")


async def test_it_can_be_had_at_any_moment_and_counts_as_none_of_the_planned(harness: Harness) -> None:
    await met(harness)
    shown = await harness.say(BORIS, "/digest сейчас")
    assert lines(shown.text)[0] == "🗓 Неделя 41: 5–11 окт. 2026"
    await at(harness, NOON)
    assert len(await at(harness, MONDAY)) == 2


async def test_nobody_else_chooses_or_reads_it(harness: Harness) -> None:
    await met(harness)
    for person in (ANNA, ZOYA, SIMA):
        assert (await harness.say(person, "/digest")).text == NEUTRAL
        for forged in ("digest:now", "digest:11", "alert:cases", "alert:mute:digest"):
            assert (await harness.tap(person, forged)).startswith("Эта кнопка больше не работает")
            assert await harness.told() == []
    for forged in ("digest:25", "digest:", "alert:mute:nothing", "alert:"):
        await harness.tap(BORIS, forged)
        assert await harness.told() == []
    assert await harness.rows(tables.digest_settings) == []
    assert await harness.rows(tables.alert_mutes) == []


async def test_how_many_cases_wait_is_said_once_and_of_all_of_them(harness: Harness) -> None:
    """Two complaints and three cases of low scores wait."""
    await met(harness)
    people = [customer(joined_at=NOON) for _ in range(5)]
    waiting = [case(one, NOON) for one in people[:2]]
    waiting += [case(one, NOON, CaseSource.SCORE) for one in people[2:]]
    await keep(harness.database, *people, *waiting)
    told = (await at(harness, MONDAY))[0].text
    [complaints] = [line for line in lines(told) if line.startswith("2️⃣")]
    assert complaints.startswith("2️⃣ 2 жалобы")
    assert "• ответить на 5 обращений" in lines(told)
    assert "без ответа" not in told
