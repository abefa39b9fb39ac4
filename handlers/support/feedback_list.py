"""`/inbox` and its buttons: staff page through what customers said outside cases, and deal with it."""

from collections.abc import Sequence
from typing import Final

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup, case_places
from handlers.cases.feedback_case import make_case
from handlers.cases.feedback_places import EntryRange
from handlers.shared import keyboards
from handlers.shared.filters import Button
from handlers.shared.update_context import UpdateContext
from handlers.support import feedback_entry, labels
from reports import feedback_list
from reports.feedback_groups import grouped
from reports.feedback_list import FeedbackListJob
from storage.cases import feedback, feedback_stream
from storage.cases.feedback import FeedbackEntry
from storage.rows import Job
from surveys.cases.feedback import FeedbackState
from surveys.cases.lifecycle import StepRefusal
from surveys.cases.source import CaseSource

router = Router(name="feedback buttons")

_NUMBERS: Final = 3


def order_list(ctx: UpdateContext, message: Message) -> None:
    """Order the list of what is unread, which a job reads and sends; in a group it replies to the message."""
    is_private = message.chat.type == "private"
    _order(
        ctx,
        FeedbackListJob(
            language=feedback_entry.language_in(ctx, message),
            now=ctx.now,
            chat_id=message.chat.id,
            thread_id=case_lookup.thread_of(message),
            reply_to=None if is_private else message.message_id,
            customer_id=ctx.customer.id if is_private else None,
        ),
    )


@router.callback_query(Button(feedback_list.BUTTON))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Take the step that a button asks for; returns what pops up at the tap."""
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    message = query.message if isinstance(query.message, Message) else None
    if message is None or not feedback_entry.may_be_shown(ctx, message):
        return ctx.text("inbox-where")
    step, *words = rest.split(":")
    first, second, third, *_ = [*map(keyboards.number_in, words), *[0] * _NUMBERS]
    match step:
        case feedback_list.NEW | feedback_list.OLD:
            _order_page(ctx, message, first, is_old=step == feedback_list.OLD)
            return None
        case feedback_list.SHOWN:
            return await _mark_shown(ctx, message, first)
        case feedback_list.ALL:
            return await _mark_page(ctx, message, first, second, third)
        case _:
            return await _take_step(ctx, message, step, EntryRange(first, second))


async def _take_step(ctx: UpdateContext, message: Message, step: str, wanted: EntryRange) -> str | None:
    """A step with what one customer wrote in one go."""
    entries = await ctx.run(feedback.entries_between, *wanted)
    if not entries:
        return feedback_entry.say(ctx, message, "inbox-gone")
    match step:
        case feedback_list.OPEN:
            await feedback_entry.show(ctx, message, entries)
            return None
        case feedback_list.SEEN:
            return await _mark(ctx, message, entries)
        case feedback_list.ANSWER:
            return feedback_entry.say(ctx, message, "inbox-answer-how")
        case feedback_list.CASE:
            return await _make_case(ctx, message, entries)
        case _:
            return feedback_entry.say(ctx, message, "inbox-gone")


def _order_page(ctx: UpdateContext, message: Message, start: int, *, is_old: bool = False) -> None:
    """Order a page for the message under which somebody pressed."""
    job = FeedbackListJob(
        language=feedback_entry.language_in(ctx, message),
        now=ctx.now,
        chat_id=message.chat.id,
        start=start,
        is_old=is_old,
        message_id=message.message_id,
        customer_id=ctx.customer.id if message.chat.type == "private" else None,
    )
    _order(ctx, job)


def _order(ctx: UpdateContext, job: FeedbackListJob) -> None:
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=job.key))


async def _mark_page(ctx: UpdateContext, message: Message, start: int, last_first: int, until: int) -> str:
    """Mark as read what the page showed: nothing that came later, and nothing of the next page."""
    shown = grouped(await ctx.run(feedback.new_entries, start, until))
    ids = [entry_id for group in shown if group.first.id <= last_first for entry_id in group.ids]
    marked = await ctx.write(feedback.turn, ids, FeedbackState.SEEN, by=ctx.chat_id, at=ctx.now)
    _order_page(ctx, message, 0)
    return feedback_entry.say(ctx, message, "inbox-all-done", n=len(marked))


async def _mark_shown(ctx: UpdateContext, message: Message, stream_id: int) -> str:
    """Mark as read what a message of the group's topic shows, which is edited soon."""
    ids = [one.feedback.id for one in await ctx.run(feedback_stream.entries_shown, stream_id)]
    marked = await ctx.write(feedback.turn, ids, FeedbackState.SEEN, by=ctx.chat_id, at=ctx.now)
    return feedback_entry.say(ctx, message, "inbox-all-done", n=len(marked))


async def _mark(ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry]) -> str:
    ids = [one.feedback.id for one in entries]
    if not await ctx.write(feedback.turn, ids, FeedbackState.SEEN, by=ctx.chat_id, at=ctx.now):
        return await feedback_entry.dealt_with(ctx, message, entries, by_tap=True)
    ctx.send(_edited(message, feedback_entry.keyboard(ctx, message, entries, is_new=False)))
    return feedback_entry.say(ctx, message, "inbox-seen-done")


async def _make_case(ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry]) -> str:
    case = await make_case(ctx, entries, CaseSource.INBOX)
    if case is None:
        return await feedback_entry.dealt_with(ctx, message, entries, by_tap=True)
    ctx.send(feedback_entry.with_case(ctx, message, case.number))
    said = feedback_entry.say(ctx, message, "inbox-case-done", number=str(case.number))
    case_lookup.answer(ctx, message, said, name=case_places.about(case.number, ctx.ids.next()))
    return said


def _edited(message: Message, keyboard: keyboards.Keyboard) -> EditMessageReplyMarkup:
    return EditMessageReplyMarkup(
        chat_id=message.chat.id, message_id=message.message_id, reply_markup=keyboard
    )
