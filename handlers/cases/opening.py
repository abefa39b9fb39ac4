"""A case begins: it is numbered, stored, shown to staff, and the customer gets its number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.cases import case_places, case_topic
from handlers.cases.card import CaseOverview
from handlers.cases.customer_notices import acknowledge, tell_owners
from handlers.shared.app_context import SupportChat
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, unseen
from storage.delivery import outbox
from storage.rows import Case, Job, Message
from surveys.cases import lifecycle as rules
from surveys.cases.source import CaseSource
from surveys.cases.support_texts import CustomerNotice
from surveys.questions.message_kind import MessageKind

_ANNOUNCED_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known of a case when it begins."""

    source: CaseSource
    category: str | None = None
    touchpoint: str | None = None
    words: str | None = None
    media: Sequence[Content] = ()
    """Files, which keep their captions."""
    score: int | None = None


async def open_case(ctx: UpdateContext, new: NewCase) -> Case:
    """Open a case of whoever wrote or pressed; what was kept in this conversation before is part of it.

    The media are stored as messages of the case; the caller need not keep them again.
    """
    before = await _told_before(ctx)
    files = [one for one in before if one.file_id]
    said = [*(one.words for one in before if not one.file_id), new.words]
    media = [*map(_content, files), *new.media]
    unnumbered = _unnumbered(ctx, new, "\n\n".join(filter(None, said)) or None)
    case = await ctx.write(cases.begin, unnumbered, [one.id for one in files])
    ctx.update_customer(case_id=case.id)
    _order_sentiment(ctx, case, media)
    for content in new.media:
        store(ctx, case, content)
    await _show(ctx, case, media)
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
        thread = await ctx.run(cases.thread, case.id)
        theirs = [message for message in thread if message.staff_telegram_id is None]
        _bring_story(ctx, support, about, [_content(message) for message in theirs])


def store(ctx: UpdateContext, case: Case, content: Content, *, staff: int | None = None) -> Message:
    """Store a message of the case, of the customer unless somebody of the staff wrote it, and return it."""
    return ctx.effects.add(
        Message(
            id=ctx.ids.next(),
            customer_id=case.customer_id,
            kind=content.kind,
            received_at=ctx.now,
            words=content.words,
            file_id=content.file_id,
            case_id=case.id,
            staff_telegram_id=staff,
        )
    )


def _unnumbered(ctx: UpdateContext, new: NewCase, words: str | None) -> Case:
    return Case(
        id=ctx.ids.next(),
        number=0,
        customer_id=ctx.customer.id,
        source=new.source,
        status=rules.Status.OPEN,
        day=ctx.today,
        opened_at=ctx.now,
        conversation_id=ctx.conversation.id if ctx.conversation else None,
        category=new.category,
        touchpoint=new.touchpoint,
        segment=ctx.customer.segment,
        score=new.score,
        words=words,
        chat_id=ctx.app.support.id if ctx.app.support else None,
    )


async def _show(ctx: UpdateContext, case: Case, media: Sequence[Content]) -> None:
    """A new case to the support chat; to owners while there is none."""
    about = await case_topic.overview(ctx, case, ctx.customer)
    if ctx.app.support is None:
        await tell_owners(ctx, about, media)
    else:
        case_topic.announce(ctx, ctx.app.support, about)
        _bring_story(ctx, ctx.app.support, about, media)


async def _told_before(ctx: UpdateContext) -> list[Message]:
    row = ctx.conversation
    return await ctx.run(cases.told_before, ctx.customer.id, row.id) if row is not None else []


def _bring_story(
    ctx: UpdateContext, support: SupportChat, about: CaseOverview, media: Sequence[Content]
) -> None:
    if about.case.words:
        case_topic.bring(ctx, support, about, Content(MessageKind.TEXT, about.case.words))
    for content in media:
        case_topic.bring(ctx, support, about, content)


def _content(message: Message) -> Content:
    return Content(message.kind, message.words, message.file_id)


def _order_sentiment(ctx: UpdateContext, case: Case, media: Sequence[Content]) -> None:
    """Order the sentiment of everything in words, captions included.

    Its libraries are large, so another process looks for it.
    """
    if case.words or any(content.words for content in media):
        ctx.effects.add(Job(ctx.ids.next(), "case_sentiment", {"case": case.id}, ctx.now))
