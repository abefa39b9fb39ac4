"""A case begins: it is numbered, stored, shown to staff, and the customer gets its number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.customer.content import Content
from handlers.shared.app_context import SupportChat
from handlers.shared.update_context import UpdateContext
from handlers.support import showing, spots
from handlers.support.card import Shown
from handlers.support.telling import tell, tell_owners
from storage.cases import cases
from storage.delivery import outbox
from storage.rows import Case, Message
from surveys import cases as rules
from surveys.tone import tone_of

_JUDGED: Final = 1000
"""Characters of a complaint that its tone is taken from: enough to tell, and soon done."""
_ANNOUNCED_AT_MOST: Final = 200


async def open_case(
    ctx: UpdateContext,
    *,
    source: str,
    category: str | None = None,
    touchpoint: str | None = None,
    words: str | None = None,
    media: Sequence[Content] = (),
    score: int | None = None,
) -> Case:
    """Of the customer who is visiting. `source` is complaint, score or leaving; media keep their captions.

    The media are stored as messages of the case; the caller need not keep them again. What was kept in this
    conversation before is part of the story.
    """
    customer = ctx.customer
    before = await _told_before(ctx)
    words = "\n\n".join(filter(None, [*(one.words for one in before if not one.file_id), words])) or None
    files = [one for one in before if one.file_id]
    unnumbered = Case(
        id=ctx.ids.next(),
        number=0,
        customer_id=customer.id,
        source=source,
        status=rules.Status.OPEN.value,
        day=ctx.today,
        opened_at=ctx.now,
        conversation_id=ctx.conversation.id if ctx.conversation else None,
        category=category,
        touchpoint=touchpoint,
        segment=customer.segment,
        score=score,
        words=words,
        tone=_tone(words, [*map(_content, files), *media]),
        chat_id=ctx.app.support.id if ctx.app.support else None,
    )
    case = await ctx.write(cases.begin, unnumbered, [one.id for one in files])
    ctx.update_customer(case_id=case.id)
    for content in media:
        store(ctx, case, content)
    about = await showing.shown(ctx, case, customer)
    if ctx.app.support is None:
        await tell_owners(ctx, about)
    else:
        showing.announce(ctx, ctx.app.support, about)
        _bring_story(ctx, ctx.app.support, about, [*map(_content, files), *media])
    tell(ctx, customer, case, rules.Told.RECEIVED)
    return case


async def announce_open(ctx: UpdateContext) -> None:
    """Every open case that the support chat does not show yet, or that never arrived there, is shown."""
    support = ctx.app.support
    if support is None:
        return
    open_ones = await ctx.run(cases.open_cases, _ANNOUNCED_AT_MOST)
    places = await ctx.run(outbox.find_places, [spots.topic(case.number) for case in open_ones])
    for case in open_ones:
        place = places.get(spots.topic(case.number))
        if case.chat_id == support.id and place is not None and place.filled_at is not None:
            continue
        for spot in (spots.topic(case.number), spots.card(case.number)):
            await ctx.write(outbox.empty, spot)
        await ctx.write(cases.change, case.id, {"chat_id": support.id})
        about = await showing.shown(ctx, replace(case, chat_id=support.id))
        showing.announce(ctx, support, about)
        thread = await ctx.run(cases.thread, case.id)
        theirs = [message for message in thread if message.staff_telegram_id is None]
        _bring_story(ctx, support, about, [_content(message) for message in theirs])


def store(ctx: UpdateContext, case: Case, content: Content, *, staff: int | None = None) -> None:
    """A message of the case, of the customer unless somebody of the staff wrote it."""
    ctx.effects.add(
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


async def _told_before(ctx: UpdateContext) -> list[Message]:
    row = ctx.conversation
    return await ctx.run(cases.told_before, ctx.customer.id, row.id) if row is not None else []


def _bring_story(ctx: UpdateContext, support: SupportChat, about: Shown, media: Sequence[Content]) -> None:
    if about.case.words:
        showing.bring(ctx, support, about, Content("text", about.case.words))
    for content in media:
        showing.bring(ctx, support, about, content)


def _content(message: Message) -> Content:
    return Content(message.kind, message.words, message.file_id)


def _tone(words: str | None, media: Sequence[Content]) -> float | None:
    """Of everything in words; None without any."""
    said = "\n".join(filter(None, [words, *(content.words for content in media)]))
    return tone_of(said[:_JUDGED]).polarity if said.strip() else None
