"""While an answer is overdue people are called step by step, each once, when they may be called."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from bot.schedule.follow_up_runner import FollowUpRunner
from bot.schedule.overdue_cases import OverdueCases
from playground import Message, Person
from storage import tables
from storage.cases import cases, unanswered
from storage.engines.database import Connection, Database
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.people import availability, customers, erasure
from storage.rows import OutboxRow
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.lifecycle import Status
from surveys.cases.overdue_steps import StepTimes
from surveys.hours.business_hours import BusinessHours
from surveys.roles import Role
from tests.handlers.cases.test_case_conversation import in_topic, told
from tests.handlers.cases.test_case_times import HOURS, STORY, at, wait_until
from tests.handlers.support.test_case_list import complain
from tests.handlers.support.test_cases_for_callers import PHONE
from tests.handlers.support_harness import SupportHarness

LIMITS: Final = ServiceLimits(
    timedelta(hours=2), timedelta(hours=1), steps=StepTimes(managers=timedelta(hours=3))
)
LATE: Final = "срок прошёл: первый ответ клиенту."
FRIDAY: Final = at(16, 15, 55)
BACK: Final = "↩️ Обращение снова в очереди"


class Team:
    """Vera and Oleg are of support, Lena is a manager and Boris an owner."""

    def __init__(self, support: SupportHarness) -> None:
        self.support = support
        self.lena = support.telegram.person("Лена")
        self._seen: dict[str, int] = {}
        self._offered: list[OutboxRow] = []

    async def begin(self, hours: BusinessHours | None = HOURS, limits: ServiceLimits = LIMITS) -> None:
        support = self.support
        await support.reload(forum=True)
        await support.enroll(self.lena, Role.MANAGER)
        await support.deliver(await self.lena.start())
        contexts = support.harness.contexts
        contexts.current = replace(contexts.current, hours=hours, service_limits=limits)

    async def hear(self, moment: datetime, *others: Database) -> list[str]:
        """Who hears what by the round of that moment, in processes that have just begun."""
        wait_until(self.support, moment)
        await asyncio.gather(*(self._process(one).run_once() for one in (self._database, *others)))
        if self._offered:
            self._offered.clear()
            await self.support.settled()
        return list(self.news())

    @property
    def _database(self) -> Database:
        return self.support.harness.database

    def _process(self, database: Database) -> OverdueCases:
        parts, harness = self.support.harness.parts, self.support.harness
        runner = FollowUpRunner(database, harness.contexts, parts.enqueuer, self._offer, parts.clock, Ids())
        return OverdueCases(database, runner)

    def _offer(self, rows: Iterable[OutboxRow]) -> None:
        self._offered += rows
        self.support.harness.sender.offer(self._offered)

    def news(self) -> Iterator[str]:
        """What the bot said since this was asked last, by who reads it, each in two lines at most."""
        for name, messages in self._chats().items():
            said = [one for one in messages if one.from_bot and one.service is None]
            yield from (f"{name}: {one.text}" for one in said[self._seen.get(name, 0) :])
            self._seen[name] = len(said)

    def last(self, person: Person) -> Message:
        return [one for one in person.chat.messages if one.from_bot][-1]

    def _chats(self) -> dict[str, list[Message]]:
        support = self.support
        people = (support.vera, support.oleg, self.lena, support.boris)
        return {"тема": support.group.messages} | {one.name: one.chat.messages for one in people}


async def begun(support: SupportHarness, moment: datetime = FRIDAY) -> Team:
    """Anna complains at five to four on a Friday, and Vera takes it: an answer is due at five to six."""
    team = Team(support)
    await team.begin()
    wait_until(support, moment)
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    list(team.news())
    return team


def of(said: Iterable[str]) -> list[str]:
    """Who was told."""
    return [one.partition(":")[0] for one in said]


async def test_people_are_called_in_working_hours_one_after_the_other_each_once(
    support: SupportHarness,
) -> None:
    """Minute by minute over a lunch break, by quarters over a weekend, each time in a process of its own."""
    team = await begun(support)
    heard: dict[datetime, list[str]] = {}
    moment = at(16, 17, 45)
    while moment < at(19, 14, 40):
        if said := await team.hear(moment):
            heard[moment] = said
        is_weekend = at(16, 18, 15) <= moment < at(19, 8, 45)
        moment += timedelta(minutes=15 if is_weekend else 1)
    times = {at(16, 17, 55): ["тема"], at(19, 9, 5): ["Вера"], at(19, 9, 25): ["тема", "Вера"]}
    times |= {at(19, 12, 25): ["Лена"], at(19, 14, 25): ["Борис"]}
    assert {when: of(said) for when, said in heard.items()} == times
    topic, holder, released, manager, owner = heard.values()
    assert topic == [f"тема: ⏰ Клиент ждёт 2 ч, {LATE} Обращение в работе: Вера."]
    assert holder == [
        f"Вера: ⏰ #1: клиент ждёт 3 дн., {LATE} Обращение у вас. Если ответа не будет, "
        f"через 20 мин рабочего времени оно вернётся в очередь.\n«{STORY}»"
    ]
    assert released == [
        f"тема: {BACK}, его может взять любой: Вера не отвечает.",
        "Вера: ↩️ Обращение #1 снова в очереди: клиент ждёт 3 дн., ответа не было. "
        f"Его можно взять обратно.\n«{STORY}»",
    ]
    called = f"⏰ #1: клиент ждёт 3 дн., {LATE} Обращение никто не взял.\n«{STORY}»"
    assert (manager, owner) == ([f"Лена: {called}"], [f"Борис: {called}"])
    free = await support.case(1)
    assert (free.status, free.holder_telegram_id, free.overdue_step_at) == (Status.OPEN, None, None)
    assert "Взять" in support.card().buttons[0].text


async def test_the_buttons_open_the_topic_and_take_the_case(support: SupportHarness) -> None:
    team = await begun(support)
    for moment in (at(16, 17, 55), at(19, 9, 5), at(19, 9, 25)):
        await team.hear(moment)
    opens, take = team.last(support.vera).buttons
    assert opens.url is not None
    assert opens.url.startswith("https://t.me/c/")
    await support.deliver(await support.oleg.say("/start"))
    list(team.news())
    await in_topic(support, 1, "/take", support.oleg)
    assert (await support.case(1)).holder_telegram_id == support.oleg.id
    await support.deliver(await support.vera.tap(team.last(support.vera), take.text))
    await support.toasted(support.vera, "Олег")
    assert of(await team.hear(at(19, 12, 25)))[-1:] == ["Лена"]
    assert "Обращение в работе: Олег." in team.last(team.lena).text
    await support.deliver(await team.lena.tap(team.last(team.lena), "✋ Взять себе #1"))
    assert (await support.case(1)).holder_telegram_id == team.lena.id


async def test_an_answer_ends_the_steps_and_what_is_written_after_it_begins_them_anew(
    support: SupportHarness,
) -> None:
    team = await begun(support, at(19, 9))
    assert of(await team.hear(at(19, 11))) == ["тема"]
    assert of(await team.hear(at(19, 11, 10))) == ["Вера"]
    await told(support, "Ну где же вы?")  # asking again is the same wait
    list(team.news())
    assert await team.hear(at(19, 11, 29)) == []
    await in_topic(support, 1, "Уже везём")
    assert (await support.case(1)).overdue_step_at is None
    list(team.news())
    assert await team.hear(at(19, 12, 50)) == []
    await told(support, "Не привезли")
    list(team.news())
    assert await team.hear(at(19, 14, 49)) == []
    assert of(await team.hear(at(19, 14, 50))) == ["тема"]
    assert of(await team.hear(at(19, 15))) == ["Вера"]
    assert of(await team.hear(at(19, 15, 20))) == ["тема", "Вера"]
    await in_topic(support, 1, "/close delivery", support.oleg)
    list(team.news())
    assert await team.hear(at(20, 12)) == []


async def test_whoever_takes_an_overdue_case_has_their_own_time(support: SupportHarness) -> None:
    team = Team(support)
    await team.begin()
    wait_until(support, at(19, 9))
    await support.complain(STORY)
    list(team.news())
    [late] = await team.hear(at(19, 11))
    assert late.endswith("Обращение никто не взял.")
    wait_until(support, at(19, 12))
    await in_topic(support, 1, "/take", support.oleg)
    list(team.news())
    assert await team.hear(at(19, 12, 9)) == []
    assert of(await team.hear(at(19, 12, 10))) == ["Олег"]
    assert of(await team.hear(at(19, 12, 30))) == ["тема", "Олег"]


async def test_of_two_processes_one_makes_each_step(support: SupportHarness, harness_url: str) -> None:
    team = await begun(support)
    heard = []
    async with open_database(harness_url) as other:
        for moment in (at(16, 17, 55), at(19, 9, 5), at(19, 9, 25), at(19, 12, 25), at(19, 14, 25)):
            heard += of(await team.hear(moment, other))
    assert heard == ["тема", "Вера", "тема", "Вера", "Лена", "Борис"]


async def test_nobody_who_cannot_be_reached_or_is_away_holds_up_the_steps(support: SupportHarness) -> None:
    team = await begun(support, at(19, 9))
    write = support.harness.database.write
    await write(availability.go_away, team.lena.id, at(21, 0).date())
    await write(availability.go_away, support.vera.id, at(20, 0).date())
    assert of(await team.hear(at(19, 11))) == ["тема"]
    assert await team.hear(at(19, 11, 10)) == []
    assert of(await team.hear(at(19, 11, 20))) == ["тема"], "her time is not waited for"
    await write(availability.go_away, support.boris.id, at(21, 0).date())
    assert await team.hear(at(19, 15, 19)) == []
    said = await team.hear(at(19, 15, 20))
    assert of(said) == ["Борис"], "managers have nobody, and of owners none is there: then all are called"


async def test_whoever_blocked_the_bot_or_was_removed_is_not_written_to(support: SupportHarness) -> None:
    team = await begun(support, at(19, 9))
    gone = [support.vera.id, team.lena.id]
    await support.harness.database.write(customers.mark_blocked, gone, at(19, 9))
    assert of(await team.hear(at(19, 11))) == ["тема"]
    assert await team.hear(at(19, 11, 10)) == []
    assert of(await team.hear(at(19, 11, 20))) == ["тема"]
    assert of(await team.hear(at(19, 15, 20))) == ["Борис"]


async def test_whom_a_case_is_about_is_not_called_to_it(support: SupportHarness) -> None:
    team = await begun(support)
    await in_topic(support, 1, "/about Лена", support.oleg)
    list(team.news())
    steps = (at(16, 17, 55), at(19, 9, 5), at(19, 9, 25), at(19, 12, 25), at(19, 14, 25))
    called = [one for moment in steps for one in of(await team.hear(moment))]
    assert "Лена" not in called
    assert "Борис" in called


async def test_without_hours_nobody_is_called_by_night_but_owners_who_chose_it(
    support: SupportHarness,
) -> None:
    team = Team(support)
    await team.begin(hours=None)
    masha = support.telegram.person("Маша")
    await support.enroll(masha, Role.OWNER)
    await support.deliver(await masha.start())
    await support.harness.database.write(availability.choose_hours, masha.id, at_any_hour=True)
    wait_until(support, at(16, 20))
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    list(team.news())
    assert of(await team.hear(at(16, 22))) == ["тема"]
    assert await team.hear(at(17, 2, 29)) == []
    heard = len(masha.chat.messages)
    assert await team.hear(at(17, 2, 30)) == [], "after half an hour and four of all the steps"
    assert "#1" in masha.chat.messages[-1].text
    assert of(await team.hear(at(17, 9))) == ["Вера"]
    assert of(await team.hear(at(17, 9, 20))) == ["тема", "Вера"]
    assert of(await team.hear(at(17, 12, 20))) == ["Лена"]
    assert of(await team.hear(at(17, 13, 20))) == ["Борис"]
    assert len(masha.chat.messages) == heard + 1


async def test_a_caller_who_is_not_in_telegram_waits_for_the_solution_only(support: SupportHarness) -> None:
    team = Team(support)
    await team.begin(limits=replace(LIMITS, solution=timedelta(hours=3), warn_before=timedelta()))
    wait_until(support, at(19, 9))
    await support.deliver(await support.vera.say(f"/open {PHONE} Не тот торт", to=support.group))
    case = await support.case(1)
    assert (case.by_phone, case.first_reply_due_at, case.solution_due_at) == (True, None, at(19, 12))
    list(team.news())
    assert await team.hear(at(19, 11)) == []
    [late] = await team.hear(at(19, 12))
    assert "срок прошёл: решение обращения" in late
    [holder] = await team.hear(at(19, 12, 10))
    assert "Если не решить и не закрыть его, через 20 мин" in holder
    released, holder = await team.hear(at(19, 12, 30))
    assert released.endswith("может взять любой: Вера его не закрывает.")
    assert "клиент ждёт 4 ч, решения нет." in holder
    alert = await support.harness.database.read(unanswered.opened_between, None, at(30, 12), 10)
    assert alert == [], "managers are not alerted to what nobody can answer"


async def test_a_caller_who_comes_to_telegram_waits_for_a_reply_from_then_on(support: SupportHarness) -> None:
    team = Team(support)
    await team.begin(limits=replace(LIMITS, solution=timedelta(hours=40)))
    wait_until(support, at(19, 9))
    await support.deliver(await support.vera.say(f"/open {PHONE} Не тот торт", to=support.group))
    wait_until(support, at(20, 10))
    [anna] = [one for one in await support.harness.customers() if one["telegram_id"] == support.anna.id]
    await support.harness.database.write(_give_case, anna["id"])
    await told(support, "Так что с тортом?")
    case = await support.case(1)
    assert (case.by_phone, case.awaiting_since, case.first_reply_due_at) == (False, at(20, 10), at(20, 12))
    assert case.waited_s == 9 * 3600
    list(team.news())
    assert of(await team.hear(at(20, 12))) == ["тема"]


async def test_what_a_reader_is_called_to_in_one_round_comes_in_one_message(support: SupportHarness) -> None:
    """A dozen customers complain within the quarter of an hour before lunch; Vera takes two of the cases."""
    team = Team(support)
    await team.begin()
    wait_until(support, at(19, 9))
    for number in range(1, 13):
        await complain(support, f"Гость {number}", minutes=1)
    for number in (1, 2):
        await in_topic(support, number, "/take")
    list(team.news())
    assert of(await team.hear(at(19, 11, 15))) == ["тема"] * 12
    [holder] = [one for one in await team.hear(at(19, 11, 40)) if one.startswith("Вера")]
    assert holder.splitlines() == [
        "Вера: ⏰ Просрочено обращений: 2",
        "⏰ #1: клиент ждёт 3 ч, срок прошёл: первый ответ клиенту. Обращение у вас. Если ответа не будет, "
        "через 20 мин рабочего времени оно вернётся в очередь.",
        "⏰ #2: клиент ждёт 3 ч, срок прошёл: первый ответ клиенту. Обращение у вас. Если ответа не будет, "
        "через 20 мин рабочего времени оно вернётся в очередь.",
    ]
    assert of(await team.hear(at(19, 12, 0))) == ["тема", "тема", "Вера"]
    said = [one for one in await team.hear(at(19, 16)) if one.startswith("Лена")]
    assert len(said) == 1
    head, *lines, more = said[0].splitlines()
    assert head == "Лена: ⏰ Просрочено обращений: 12"
    assert [line.split(":")[0] for line in lines] == [f"⏰ #{number}" for number in range(1, 11)]
    assert more == "И ещё 2: /cases"
    buttons = team.last(team.lena).buttons
    assert [one.text for one in buttons] == [
        label for number in range(1, 11) for label in (f"#{number} ↗", f"✋ Взять #{number}")
    ]
    assert buttons[0].url is not None
    await support.deliver(await team.lena.tap(team.last(team.lena), "✋ Взять #3"))
    assert (await support.case(3)).holder_telegram_id == team.lena.id
    assert [one for one in await team.hear(at(19, 16, 5)) if not one.startswith("тема")] == []


async def test_whom_a_case_is_about_is_not_called(support: SupportHarness) -> None:
    team = await begun(support, at(19, 9))
    case = await support.case(1)
    await support.harness.database.write(cases.change, case.id, {"about_telegram_id": team.lena.id})
    for moment in (at(19, 11), at(19, 11, 10), at(19, 11, 30)):
        await team.hear(moment)
    assert await team.hear(at(19, 15, 29)) == []
    assert of(await team.hear(at(19, 15, 30))) == ["Борис"]


async def test_limits_that_are_set_later_call_nobody_about_what_was_due_long_ago(
    support: SupportHarness,
) -> None:
    team = Team(support)
    await team.begin(limits=ServiceLimits())
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    wait_until(support, at(26, 9))
    await support.complain(STORY)
    list(team.news())
    contexts, timing = support.harness.contexts, support.harness.parts.case_deadlines
    contexts.current = replace(contexts.current, service_limits=LIMITS)
    await timing.run_once()
    [late] = await team.hear(at(26, 9, 1))
    assert late.startswith("тема: ⏰ Клиент ждёт 11 дн.")
    heard = [of(await team.hear(at(26, 9, 1) + timedelta(hours=hour))) for hour in range(1, 9)]
    assert [one for one in heard if one] == [["тема"], ["Лена"], ["Борис"]], "of the new case alone"
    assert (await support.case(1)).holder_telegram_id == support.vera.id


async def test_nobody_is_called_about_whoever_was_forgotten(support: SupportHarness) -> None:
    team = await begun(support, at(19, 9))
    assert of(await team.hear(at(19, 11))) == ["тема"]
    case = await support.case(1)
    await support.harness.database.write(erasure.begin, case.customer_id, at(19, 11))
    gone = await support.case(1)
    assert (gone.overdue_step, gone.overdue_step_at, gone.owners_called_at) == (None, None, None)
    assert await team.hear(at(19, 15)) == []


def _give_case(connection: Connection, customer_id: int) -> None:
    """As when the company's file says whose the phone is."""
    theirs = tables.cases.c.by_phone.is_(True)
    connection.execute(update(tables.cases).where(theirs).values(customer_id=customer_id))
    connection.execute(
        update(tables.customers)
        .where(tables.customers.c.id == customer_id)
        .values(case_id=select(tables.cases.c.id).where(theirs).scalar_subquery())
    )
