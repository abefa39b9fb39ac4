"""Two cases about one matter become one: said there, waited for there, counted once."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.cases.new_complaint import NewCase
from handlers.cases.opening import open_case
from handlers.shared.update_context import UpdateContext
from playground import Group, Person, Topic
from storage import tables
from storage.cases import cases
from storage.reports import complaints, totals
from surveys.cases.case_clock import ServiceLimits
from surveys.cases.reference_code import reference_code
from surveys.cases.source import CaseSource
from surveys.outreach.urgency import Urgency
from surveys.statistics.periods import Asked, Period
from tests.handlers.support_harness import SupportHarness
from tests.words import interface

FIRST, SECOND = "Привезли не тот торт, и он мятый", "Торт так и не поменяли!"


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    """With two cases of Anna's, the second an hour after the first."""
    group = await support.reload(forum=True)
    await support.complain(FIRST)
    support.harness.fake_clock.move(hours=1)
    await support.complain(SECOND, touchpoint="courier")
    return group


def topic(support: SupportHarness, number: int) -> Topic:
    return next(one for one in support.group.topics.values() if one.name.startswith(f"#{number} "))


def shown_in(support: SupportHarness, number: int) -> list[str]:
    where = topic(support, number).id
    return [one.text for one in support.shown() if one.thread_id == where]


async def say(support: SupportHarness, person: Person, number: int, text: str) -> str:
    """What the topic says of it last."""
    await support.deliver(await person.say(text, to=support.group, topic=topic(support, number)))
    return shown_in(support, number)[-1]


async def counted(support: SupportHarness) -> tuple[int, dict[CaseSource, int]]:
    """How many complaints there are, and other cases by what they came from; totals are as a recount."""
    harness = support.harness
    day = harness.fake_clock.now.date()
    period = Period(day - timedelta(days=1), day + timedelta(days=1), harness.contexts.current.zone)
    asked = Asked(period, period, {})
    found = await harness.database.read(complaints.report, asked, harness.fake_clock.now)
    assert await harness.database.read(totals.differences) == []
    assert found.whole.cases == found.whole.handling.complaints
    return found.whole.cases, {source: one.cases for source, one in found.others.items()}


async def test_a_joined_case_goes_on_in_the_other_and_is_counted_once(
    support: SupportHarness, forum: Group
) -> None:
    assert await counted(support) == (2, {})
    await say(support, support.vera, 2, "/take")
    told_before = len(support.heard())
    await say(support, support.vera, 2, "/merge 1")
    assert topic(support, 2).closed
    assert not topic(support, 1).closed
    assert shown_in(support, 2)[-1].startswith(interface("merge-done", number="2", into="1"))
    assert interface("case-joined-to", number="1") in support.card(2).text
    assert interface("case-others") not in support.card(2).text
    assert [
        one for one in shown_in(support, 1) if interface("merge-came", number="2") in one and SECOND in one
    ]
    came = [
        row for row in await support.outbox() if SECOND in str(json.loads(row["body"] or "{}").get("text"))
    ][-1]
    assert came["urgency"] is Urgency.REPLY, "whoever joined them waits for it, however busy the group is"
    assert support.heard()[told_before:] == [interface("case-merged", number="2", into="1")]
    kept, joined = await support.case(1), await support.case(2)
    assert (kept.holder_telegram_id, kept.touchpoint) == (support.vera.id, "courier")
    assert (joined.joined_number, joined.source, joined.cause) == (1, CaseSource.JOINED, None)
    assert await counted(support) == (1, {CaseSource.JOINED: 1})

    receipt = next(
        one for one in support.anna.chat.messages if one.from_bot and reference_code(2) in one.text
    )
    await support.deliver(await support.anna.say("Чек тоже не дали", reply_to=receipt))
    await support.deliver(await support.anna.say("И ещё вот что"))
    assert [one.splitlines()[-1] for one in shown_in(support, 1)[-2:]] == [
        "Чек тоже не дали",
        "И ещё вот что",
    ]
    assert (await support.case(2)).reopened == 0
    assert await say(support, support.vera, 2, "Поменяем") == interface("refused-joined", number="1")
    await say(support, support.vera, 1, "Поменяем завтра")
    assert "Поменяем завтра" in support.heard()
    await support.deliver(await support.vera.say("/case 1", to=forum))
    assert "Чек тоже не дали" in support.said()[-1]


async def test_whoever_asks_after_the_end_hears_of_the_number_that_went_on(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, 2, "/merge 1")
    await say(support, support.vera, 1, "/close other")
    await support.deliver(await support.anna.say("/mycase"))
    assert support.heard()[-1] == interface("my-case-closed", number="1")


async def test_it_is_answered_here_if_either_was_and_a_delay_that_was_told_is_not_told_again(
    support: SupportHarness, forum: Group
) -> None:
    contexts, now = support.harness.contexts, support.harness.fake_clock.now
    limits = ServiceLimits(first_reply=timedelta(hours=8))
    contexts.current = replace(contexts.current, service_limits=limits)
    first = await support.case(1)
    changes: cases.CaseChanges = {"by_phone": True, "delay_told_at": now}
    await support.harness.database.write(cases.change, first.id, changes)
    await say(support, support.vera, 1, "/merge 2")
    kept = await support.case(2)
    assert (kept.by_phone, kept.awaiting_since, kept.delay_told_at) == (False, first.awaiting_since, now)
    assert kept.first_reply_due_at == first.opened_at + timedelta(hours=8)

    await support.complain("И чек не отдали")
    third = await support.case(3)
    await support.harness.database.write(cases.change, third.id, {"by_phone": True})
    await say(support, support.vera, 2, "/merge 3")
    kept = await support.case(3)
    assert (kept.by_phone, kept.first_reply_due_at is None) == (False, False)
    assert await say(support, support.vera, 1, "/take") == interface("refused-joined", number="3")


async def test_the_earlier_wait_stays_and_a_reply_to_either_is_the_first(
    support: SupportHarness, forum: Group
) -> None:
    first = await support.case(1)
    support.harness.fake_clock.move(hours=1)
    await say(support, support.vera, 1, "Уже едем")
    answered = (await support.case(1)).first_reply_at
    support.harness.fake_clock.move(hours=1)
    await support.deliver(await support.anna.say("Никого нет"))
    waits = (await support.case(2)).awaiting_since
    assert waits is not None
    await say(support, support.boris, 1, "/merge #2")
    kept = await support.case(2)
    assert (kept.told_at, kept.first_reply_at, kept.awaiting_since) == (first.opened_at, answered, waits)
    assert kept.first_reply_work_s == pytest.approx(timedelta(hours=2).total_seconds())
    assert (kept.status, kept.holder_telegram_id) == ("taken", support.vera.id)
    await say(support, support.vera, 2, "/undo")
    assert "Уже едем" not in support.heard()
    messages = [row for row in await support.harness.rows(tables.messages) if row["words"]]
    assert {row["case_id"] for row in messages} == {kept.id}
    await say(support, support.vera, 2, "/close other")
    assert await counted(support) == (1, {CaseSource.JOINED: 1})


async def test_a_case_is_joined_only_to_an_open_one_of_the_same_customer_by_who_may_close_it(
    support: SupportHarness, forum: Group
) -> None:
    async def another(ctx: UpdateContext) -> None:
        await open_case(ctx, NewCase(CaseSource.COMPLAINT, words="Другое"))

    await support.deliver(await support.zoya.start())
    await support.harness.handled(support.zoya.id, another)
    await support.settled()
    assert await say(support, support.vera, 2, "/merge") == interface("merge-which", number="1"), (
        "another one of theirs"
    )
    assert await say(support, support.vera, 3, "/merge") == interface("merge-which", number="17")
    assert await say(support, support.vera, 2, "/merge 2") == interface("refused-same-case")
    assert await say(support, support.vera, 2, "/merge 3") == interface("refused-other-customer")
    assert await say(support, support.vera, 2, "/merge 99") == interface("case-unknown")
    await say(support, support.oleg, 2, "/take")
    refused = interface("refused-taken-by-other", name="Олег")
    assert await say(support, support.vera, 2, "/merge 1") == refused
    await say(support, support.vera, 1, "/about Вера")
    await say(support, support.oleg, 2, "/about Олег")
    assert await say(support, support.boris, 2, "/merge 1") == interface("refused-about-two")
    assert await say(support, support.vera, 2, "/merge 1") == interface("refused-about-you")
    await say(support, support.boris, 1, "/close other")
    assert await say(support, support.boris, 2, "/merge 1") == interface("refused-other-closed")
    assert {(await support.case(number)).joined_number for number in (1, 2, 3)} == {None}
    assert await counted(support) == (3, {})


async def test_whom_the_other_case_is_about_does_not_get_it_by_joining(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, support.vera, 1, "/about Олег")
    await say(support, support.oleg, 2, "/take")
    await say(support, support.boris, 2, "/merge 1")
    kept = await support.case(1)
    assert (kept.holder_telegram_id, kept.about_telegram_id) == (None, support.oleg.id)
    assert kept.status == "open"
