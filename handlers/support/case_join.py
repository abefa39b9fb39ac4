"""`/merge`: a case of a customer is joined to another of theirs about the same matter."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, records
from handlers.cases.card import CaseOverview
from handlers.shared.message_copy import plain
from handlers.shared.update_context import UpdateContext
from handlers.support import labels, topic_line, typed_commands
from handlers.support.typed_commands import Subject
from storage.cases import cases, deadlines, joined_cases
from storage.cases.case_topics import topic_links
from storage.cases.cases import CaseChanges
from storage.delivery import places
from storage.rows import Case
from storage.states import Purpose
from surveys.cases import case_join
from surveys.cases.case_clock import CaseClock
from surveys.cases.case_join import CaseJoin
from surveys.cases.source import CaseSource
from surveys.outreach.urgency import Urgency
from texts.quoting import inline, quoted

_NUMBERS: Final = re.compile(r"(?:#?([0-9]{1,9})\s+)?#?([0-9]{1,9})")
"""The case that others are joined to comes last."""
_ANY_NUMBER: Final = "17"
"""As in the lists of commands."""


async def merge(ctx: UpdateContext, message: Message, args: str | None) -> None:
    """Join the case of this place, or the first that the command names, to the one that it names last."""
    found = _NUMBERS.fullmatch((args or "").strip())
    subject = await typed_commands.subject_of(ctx, message, found[1] if found is not None else None)
    into = await ctx.run(cases.numbered, int(found[2])) if found is not None else None
    if found is None:
        case_lookup.answer(ctx, message, _say(ctx, "merge-which", number=await _example(ctx, subject)))
        return
    if isinstance(subject, str) or into is None:
        text_id = subject if isinstance(subject, str) else "case-unknown"
        case_lookup.answer(ctx, message, _say(ctx, text_id))
        return
    case, into = await _locked(ctx, subject.case, into)
    step = case_join.join(
        records.state_of(case), records.state_of(into), await records.staff_of(ctx), ctx.now,
        is_same_customer=case.customer_id == into.customer_id,
        has_unread_words=await records.has_unread_words(ctx, case),
    )  # fmt: skip
    if step.refusal is not None:
        said = await labels.refused_of(ctx, case, step.refusal)
        case_lookup.answer(ctx, message, said, case=case if subject.is_here else None)
        return
    joined, kept = await _store(ctx, case, into, step)
    await _show(ctx, message, joined, kept)
    await _tell(ctx, joined, kept)


async def _example(ctx: UpdateContext, subject: Subject | str) -> str:
    """The number of another open case of the customer's, the latest; any number where there is none."""
    if isinstance(subject, str):
        return _ANY_NUMBER
    open_ones = await ctx.run(cases.latest_open_of, subject.case.customer_id, 2)
    return next((str(one.number) for one in open_ones if one.id != subject.case.id), _ANY_NUMBER)


async def _locked(ctx: UpdateContext, case: Case, into: Case) -> tuple[Case, Case]:
    """Both as they stay until the end of the transaction, locked in one order: none wait in a circle."""
    found = {one: await ctx.write(deadlines.locked, one) for one in sorted({case.id, into.id})}
    return found[case.id] or case, found[into.id] or into


async def _store(ctx: UpdateContext, case: Case, into: Case, step: CaseJoin) -> tuple[Case, Case]:
    """The case that goes on is counted, as a complaint if either was one; its clock is the earlier's."""
    joined = await records.keep(
        ctx, case, step.joined,
        solved_at=case.solved_at, source=CaseSource.JOINED, joined_number=into.number,
    )  # fmt: skip
    await _move(ctx, case, into)
    told_at = min(one.told_at or one.opened_at for one in (case, into))
    awaiting_since = _first([case.awaiting_since, into.awaiting_since]) if step.into.awaits_us else None
    clock = CaseClock(told_at, awaiting_since, into.waited_s)
    # What was done about the wait that stays holds on.
    waiting = case if awaiting_since == case.awaiting_since else into
    row = replace(
        into, awaiting_since=waiting.awaiting_since, overdue_step=waiting.overdue_step,
        overdue_step_from=waiting.overdue_step_from, owners_called_at=waiting.owners_called_at,
        by_phone=case.by_phone and into.by_phone,
    )  # fmt: skip
    is_complaint = CaseSource.COMPLAINT in (case.source, into.source)
    changes: CaseChanges = {
        **records.timed(ctx.app, row, step.into, clock, ctx.written_at),
        "by_phone": row.by_phone,
        "delay_told_at": waiting.delay_told_at,
        "source": CaseSource.COMPLAINT if is_complaint else into.source,
        "category": into.category or case.category,
        "touchpoint": into.touchpoint or case.touchpoint,
        "told_at": told_at if told_at < into.opened_at else None,
        "last_reply_at": max(filter(None, [case.last_reply_at, into.last_reply_at]), default=None),
        "helped": False if case.has_priority else into.helped,
    }
    if step.into.first_reply_at is not None:
        hours = ctx.app.clock.hours
        changes["first_reply_work_s"] = hours.seconds_between(told_at, step.into.first_reply_at)
    kept = await records.keep(ctx, into, step.into, **changes)
    await ctx.write(cases.turn_to, kept)
    return joined, kept


async def _move(ctx: UpdateContext, case: Case, into: Case) -> None:
    """What was said belongs to the other case, and is found there by who edits it or takes it back."""
    ids = await ctx.write(joined_cases.move_messages, case.id, into.id)
    names = await ctx.run(places.names_between, *case_places.said_range(case.number))
    found = {one: case_places.moved(one, into.number, ids) for one in names}
    await ctx.write(places.rename, {one: name for one, name in found.items() if name is not None})


async def _show(ctx: UpdateContext, message: Message, joined: Case, into: Case) -> None:
    """The one topic says where the case went on and is closed, the other what came to it."""
    links = await ctx.run(topic_links, [joined.number, into.number])
    said = _say(ctx, "merge-done", number=str(joined.number), into=str(into.number))
    await topic_line.say(ctx, joined, message, "\n".join(filter(None, [said, links.get(into.number)])))
    about, overview = await case_topic.overview(ctx, into), await case_topic.overview(ctx, joined)
    if ctx.app.support is None:
        return
    case_topic.refresh(ctx, ctx.app.support, overview)
    await case_topic.set_closed(ctx, ctx.app.support, joined, closed=True)
    came = _say(ctx, "merge-came", number=str(joined.number))
    lines = [came, links.get(joined.number), *_first_words(joined, about)]
    said = "\n".join(filter(None, lines))
    case_topic.note(ctx, ctx.app.support, into, said, Urgency.REPLY)  # whoever joined them waits for it
    case_topic.refresh(ctx, ctx.app.support, about)


def _first_words(joined: Case, about: CaseOverview) -> Iterable[str]:
    """The words that began the joined case, which the other topic does not show yet."""
    return [f"💬 {inline(about.customer.name)}:", quoted(joined.words)] if joined.words else []


async def _tell(ctx: UpdateContext, joined: Case, into: Case) -> None:
    """The customer hears once under which number both go on."""
    customer = await ctx.run(cases.complainant, into.customer_id)
    if customer.telegram_id is None:
        return
    text = ctx.app.texts.text(
        customer.language, "case-merged", number=str(joined.number), into=str(into.number)
    )
    ctx.send(
        plain(customer.telegram_id, text), Urgency.ESCALATION,
        fills=case_places.said(into.number, ctx.ids.next()),
        purpose=Purpose.CASE_NOTICE, subject_id=into.id,
    )  # fmt: skip


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min(filter(None, moments), default=None)


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)
