"""A case begins: it is numbered, stored, shown to staff, and the customer gets its number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.cases import case_places, case_topic, digest, feedback, records
from handlers.cases.card import CaseOverview
from handlers.cases.customer_notices import acknowledge, tell_of_unfinished, tell_owners
from handlers.cases.new_complaint import NewCase, join
from handlers.cases.records import store
from handlers.shared.app_context import SupportChat
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, collected, unseen
from storage.cases import feedback as listed
from storage.cases.cases import MessageVersion
from storage.delivery import outbox
from storage.rows import Case, Job, Message
from storage.states import Forwarding
from surveys.cases import lifecycle as rules
from surveys.cases.case_clock import is_meaningful
from surveys.cases.severity import first_severity
from surveys.cases.support_texts import CustomerNotice
from surveys.questions.message_kind import MessageKind
from texts.quoting import inline, quoted

_ANNOUNCED_AT_MOST: Final = 200
OPEN_AT_MOST: Final = 3
"""Open cases of one customer: what they complain of beyond joins the latest."""
_RIGHT_BEFORE: Final = timedelta(minutes=10)
"""What was written so long before a complaint was begun, and nobody has answered, is part of it."""


async def open_case(ctx: UpdateContext, new: NewCase, kept: Sequence[Message] | None = None) -> Case:
    """Open a case of the context's customer; `kept` is part of it, else what this conversation kept.

    With the latter goes what they wrote unasked right before the conversation.

    Whoever has three open cases gets no other: the latest of them takes it, and is returned. The media are
    stored as messages of the case; the caller need not keep them again.
    """
    told = [] if kept is not None else [*await _unasked_before(ctx), *await _told_before(ctx)]
    before = [one.message for one in (told if kept is None else cases.in_versions(kept))]
    merged = [message_id for one in told for message_id in one.ids]
    case = await _begin_or_join(ctx, new, before, merged)
    await feedback.take_messages(ctx, case, merged)
    return case


async def _begin_or_join(
    ctx: UpdateContext, new: NewCase, before: Sequence[Message], merged: Sequence[int]
) -> Case:
    files = [one for one in before if one.file_id]
    said = [*(one.words for one in before if not one.file_id), new.words]
    new = replace(new, words="\n\n".join(filter(None, said)) or None)
    known = await ctx.run(cases.latest_open_of, ctx.customer.id, OPEN_AT_MOST)
    if len(known) == OPEN_AT_MOST:
        return await join(ctx, known[0], new, files, merged)
    await ctx.write_person()
    earlier = digest.contents_of(files)
    media = [*earlier, *new.media]
    unnumbered = records.begun(ctx.app, _unnumbered(ctx, new, _told_at(ctx, new, before)))
    case = await ctx.write(cases.begin, unnumbered, [one.id for one in files], merged)
    ctx.update_customer(case_id=case.id)
    _order_sentiment(ctx, case, media)
    for number, content in enumerate(new.media, len(earlier)):
        store(ctx, case, content, forwarding=Forwarding.COLLECTED if number >= digest.AT_ONCE else None)
    at_once = sum(len(content.parts) for content in earlier[: digest.AT_ONCE])
    await ctx.write(collected.mark, [one.id for one in files[at_once:]], Forwarding.COLLECTED)
    await _show(ctx, case, media[: digest.AT_ONCE])
    if new.is_unfinished:
        tell_of_unfinished(ctx, case)
    elif new.is_told:
        await acknowledge(ctx, case, CustomerNotice.RECEIVED)
    return case


async def announce_open(ctx: UpdateContext) -> None:
    """Show every open case that the support chat does not show yet, or that never arrived there.

    What waits for this very chat goes there by itself; what waits for another one is given up for it.
    """
    support = ctx.app.support
    if support is None:
        return
    await ctx.write(outbox.hasten, support.id, ctx.now)
    open_ones = await ctx.run(cases.open_cases, _ANNOUNCED_AT_MOST)
    places = await ctx.run(outbox.find_places, [case_places.topic(case.number) for case in open_ones])
    for case in open_ones:
        place = places.get(case_places.topic(case.number))
        if case.chat_id == support.id and place is not None and place.filled_at is not None:
            continue
        if case.chat_id == support.id and await ctx.run(unseen.is_waiting, case.id, support.id):
            continue
        await ctx.write(unseen.drop_waiting, case.id, ctx.now)
        for name in (case_places.topic(case.number), case_places.card(case.number)):
            await ctx.write(outbox.empty, name)
        await ctx.write(cases.change, case.id, {"chat_id": support.id, "shown_at": None})
        about = await case_topic.overview(ctx, replace(case, chat_id=support.id))
        case_topic.announce(ctx, support, about)
        _bring_story(ctx, support, about, await _written(ctx, case))


def _told_at(ctx: UpdateContext, new: NewCase, before: Sequence[Message]) -> datetime | None:
    """When the customer first said what the case is about; None where they do it now."""
    told = [
        one.received_at for one in before if is_meaningful(one.kind, one.words, has_file=bool(one.file_id))
    ]
    first = min(filter(None, [new.told_at, *told]), default=None)
    return first if first is not None and first < ctx.written_at else None


def _unnumbered(ctx: UpdateContext, new: NewCase, told_at: datetime | None) -> Case:
    return Case(
        id=ctx.ids.next(),
        number=0,
        customer_id=ctx.customer.id,
        source=new.source,
        status=rules.Status.OPEN,
        day=ctx.today,
        opened_at=ctx.written_at,
        conversation_id=ctx.conversation.id if ctx.conversation else None,
        category=new.category,
        touchpoint=new.touchpoint,
        segment=(ctx.conversation.segment if ctx.conversation else None) or ctx.customer.segment,
        score=new.score.score if new.score is not None else None,
        scale=new.score.scale if new.score is not None else None,
        words=new.words,
        chat_id=ctx.app.support.id if ctx.app.support else None,
        telegram_message_id=new.message_id,
        earlier_number=new.earlier_number,
        opened_by=new.opened_by,
        told_at=told_at,
        severity=first_severity(new.score),
        by_phone=ctx.customer.telegram_id is None or ctx.customer.blocked_at is not None,
    )


async def _show(ctx: UpdateContext, case: Case, media: Sequence[Content]) -> None:
    """A new case to the support chat; to owners while there is none."""
    about = await case_topic.overview(ctx, case, ctx.customer)
    if ctx.app.support is None:
        await tell_owners(ctx, about, media)
    else:
        case_topic.announce(ctx, ctx.app.support, about)
        _bring_story(ctx, ctx.app.support, about, media)


async def _told_before(ctx: UpdateContext) -> list[MessageVersion]:
    row = ctx.conversation
    return await ctx.run(cases.told_before, ctx.customer.id, row.id) if row is not None else []


async def _unasked_before(ctx: UpdateContext) -> list[MessageVersion]:
    """What is still on the list of what the customer wrote right before the conversation, edits too.

    Wishes, and edits of what was said before that, are another matter.
    """
    row = ctx.conversation
    if row is None:
        return []
    since = row.started_at - _RIGHT_BEFORE
    found = await ctx.run(listed.unasked_between, ctx.customer.id, since, row.started_at, row.id)
    another = {*cases.OTHER_MATTERS, MessageKind.EDITED}
    said = {one.telegram_message_id for one in found if one.kind not in another}
    return cases.in_versions(one for one in found if one.telegram_message_id in said)


def _bring_story(
    ctx: UpdateContext, support: SupportChat, about: CaseOverview, media: Sequence[Content]
) -> None:
    if about.case.words:
        head = f"💬 {inline(about.customer.name)}:"
        told = about.case.telegram_message_id
        for method in digest.words(support, about, head, quoted(about.case.words)):
            case_topic.post(ctx, about.case, method, shows=told)
            told = None
    shown = {about.case.telegram_message_id} if about.case.words else set()
    for content in media:  # what was edited was stored again under its number
        is_edit = content.message_id is not None and content.message_id in shown
        case_topic.bring(ctx, support, about, content, is_edit=is_edit)
        shown.add(content.message_id)


async def _written(ctx: UpdateContext, case: Case) -> list[Content]:
    """What the customer wrote so far, to be shown at once; nothing where it is much: then it is collected."""
    thread = await ctx.run(cases.thread, case.id)
    theirs = [message for message in thread if message.staff_telegram_id is None]
    if len(theirs) > digest.AT_ONCE:
        await ctx.write(collected.collect, case.id)
        return []
    await ctx.write(collected.mark, [message.id for message in theirs], Forwarding.PASSED)
    return digest.contents_of(theirs)


def _order_sentiment(ctx: UpdateContext, case: Case, media: Sequence[Content]) -> None:
    """Order the sentiment of everything in words, captions included.

    Its libraries are large, so another process looks for it.
    """
    if case.words or any(content.words for content in media):
        ctx.effects.add(Job(ctx.ids.next(), "case_sentiment", {"case": case.id}, ctx.now))
