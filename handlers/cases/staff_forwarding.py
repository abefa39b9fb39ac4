"""What a customer writes about a case later reaches the staff: by the message, or together if it is much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from handlers.cases import case_places, case_topic, records
from handlers.cases.customer_notices import acknowledge, bring_to_owners, tell_owners
from handlers.cases.digest import AT_ONCE
from handlers.cases.file_labels import note_of_file
from handlers.cases.records import store
from handlers.cases.reply_place import find_reply_place
from handlers.shared.app_context import SupportChat
from handlers.shared.content import Content, RepliedMessage
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, collected, joined_cases
from storage.cases.collected import EarlierMessage
from storage.delivery import outbox
from storage.people import availability
from storage.rows import Case
from storage.states import Forwarding
from surveys.cases import lifecycle as rules
from surveys.cases.courtesy import asks_nothing
from surveys.cases.lifecycle import CaseState, CaseStep
from surveys.questions.message_kind import MessageKind

_BURST: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """How a message of a customer's was taken."""

    is_first: bool
    """Nothing came from them about this case within the minute before."""
    begins_digest: bool
    """It is the first of many within a minute that is not passed on at once."""
    asks_nothing: bool
    """It only thanks or agrees, or corrects what is closed: nothing waits for an answer to it."""


async def forward(
    ctx: UpdateContext,
    case: Case,
    content: Content,
    *,
    is_edit: bool = False,
    conversation_id: int | None = None,
) -> Forwarded | None:
    """How the case took what the customer wrote; None when it is too late to reopen it.

    Then nothing was kept. Otherwise it is stored as a message of the case; the caller need not keep it again.
    Thanks, and an edit of what is closed, are shown to staff and change nothing.
    The case is read anew: staff may have changed it within this batch. `conversation_id` is where a
    complaint was told that begins no case of its own.
    """
    known = await ctx.run(cases.find_case, case.id)
    if known is None:
        return None
    if known.joined_number is not None:
        known = await ctx.run(joined_cases.followed, known)
    if known.by_phone and ctx.customer.telegram_id is not None:
        known = records.answerable(ctx.app, known, ctx.written_at)
    is_quiet = asks_nothing(content.kind, content.words) or (is_edit and known.closed_at is not None)
    step = rules.customer_wrote(records.state_of(known), ctx.written_at, asks_nothing=is_quiet)
    if step.refusal is not None:
        return None
    after = await records.keep(
        ctx, known, await _without_absent_holder(ctx, known, step.case), by_phone=known.by_phone
    )
    known_before = await ctx.run(collected.latest, after.id, 2 * AT_ONCE)
    earlier = known_before[:AT_ONCE]
    burst = [one for one in earlier if ctx.written_at - one.received_at < _BURST]
    support, waits = ctx.app.support or _last_support_chat(after), False
    if support is not None and after.chat_id is not None:
        waits = await _must_wait(ctx, after, earlier, burst)
        await _show(ctx, support, known, after, step, None if waits else content, is_edit=is_edit)
    if ctx.app.support is None:
        about = await case_topic.people(ctx, after, ctx.customer)
        if step.notice is not None:
            await tell_owners(ctx, await case_topic.overview(ctx, after, ctx.customer))
        if len(burst) < AT_ONCE:
            await bring_to_owners(ctx, about, content, is_edit=is_edit)
    kept = replace(content, kind=MessageKind.EDITED) if is_edit and waits else content
    forwarding = Forwarding.COLLECTED if waits else None
    store(ctx, after, kept, forwarding=forwarding, conversation_id=conversation_id)
    if step.notice is not None:
        await acknowledge(ctx, after, step.notice)
    return Forwarded(not burst, waits and _is_first_of_many(burst, known_before), is_quiet)


def _is_first_of_many(burst: Sequence[EarlierMessage], earlier: Sequence[EarlierMessage]) -> bool:
    """Whether enough came within the minute before, and no message of that minute had as many before it."""
    fifth_before = earlier[AT_ONCE:]
    was_said = any(
        one.received_at - early.received_at < _BURST for one, early in zip(burst, fifth_before, strict=False)
    )
    return len(burst) == AT_ONCE and not was_said


async def _without_absent_holder(ctx: UpdateContext, before: Case, after: CaseState) -> CaseState:
    """The case that waits for staff again, free for anybody where whoever had it is away."""
    if before.awaiting_since is not None or not after.awaits_us or after.holder is None:
        return after
    is_away = await ctx.run(availability.find_return, after.holder, ctx.today) is not None
    return rules.released(after) if is_away else after


async def _must_wait(
    ctx: UpdateContext, case: Case, earlier: Sequence[EarlierMessage], burst: Sequence[EarlierMessage]
) -> bool:
    """Whether it waits for the next digest: much came before it, or what came before it waits itself."""
    if len(burst) == AT_ONCE or any(one.forwarding is Forwarding.COLLECTED for one in earlier):
        return True
    return await ctx.run(outbox.count_waiting_at, case_places.topic(case.number)) >= AT_ONCE


async def _show(
    ctx: UpdateContext,
    support: SupportChat,
    before: Case,
    after: Case,
    step: CaseStep,
    content: Content | None,
    *,
    is_edit: bool,
) -> None:
    """Show staff what changed, and the content unless it waits."""
    about = await case_topic.people(ctx, after, ctx.customer)
    if step.notice is not None:
        await case_topic.set_closed(ctx, support, after, closed=False)
    if content is not None:
        note = await note_of_file(ctx, content)
        replied = RepliedMessage(content.message_id) if is_edit else content.replied
        reply = await ctx.run(find_reply_place, support.id, after, replied) if replied is not None else None
        if reply is not None and replied is not None and replied.quote is None:
            replied = None  # it is seen in the message that is replied to
        shown = replace(content, replied=replied)
        case_topic.bring(ctx, support, about, shown, is_edit=is_edit, note=note, reply=reply)
    if after.status != before.status:
        case_topic.refresh(ctx, support, await case_topic.overview(ctx, after, ctx.customer))


def _last_support_chat(case: Case) -> SupportChat | None:
    """The group that showed the case before we were removed: what is said now waits for our return."""
    return SupportChat(case.chat_id) if case.chat_id is not None else None
