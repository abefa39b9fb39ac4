"""`/undo`: an answer of the staff is taken back, and deleted in the customer's chat."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from aiogram.methods import DeleteMessage
from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, reply_marks
from handlers.cases.customers_copy import copies_of_all
from handlers.cases.follow_up import FollowUp
from handlers.shared.update_context import Outgoing, UpdateContext
from handlers.support import case_answers, labels, staff_notes
from handlers.support.reply_notice import for_writer
from handlers.support.typed_commands import Subject
from storage.cases import cases, replies
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.engines.database import Connection
from storage.rows import Case, OutboxRow, Place
from storage.rows import Message as StoredMessage
from storage.states import OutboxState, Purpose
from surveys.cases.lifecycle import StepRefusal
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

WITHIN: Final = timedelta(hours=48)
"""Telegram lets a bot delete what it sent no longer than that."""
_GONE: Final = "message to delete not found"
_QUOTED: Final = 120


async def subject_of_reply(ctx: UpdateContext, message: Message, subject: Subject) -> Subject:
    """What the command is about: the case of the answer that it replies to, whatever case it names."""
    found = await _replied_to(ctx, message)
    case = await ctx.run(cases.find_case, found.case_id) if found and found.case_id else None
    if case is None or case.id == subject.case.id:
        return subject
    here = await case_lookup.case_here(ctx, message)
    return replace(subject, case=case, is_here=here is not None and here.id == case.id)


async def undo(ctx: UpdateContext, message: Message, subject: Subject) -> str | None:
    """Take back the answer that the command replies to, else the last one of the case.

    Returns why that is not done, in words; None where its outcome will be told.
    """
    if subject.case.about_telegram_id == ctx.chat_id:
        return await labels.refused_of(ctx, subject.case, StepRefusal.ABOUT_YOU)
    case, found = subject.case, await _meant(ctx, message, subject.case)
    if found is None:
        return _say(ctx, "undo-none")
    if (refusal := await _refusal(ctx, found)) is not None:
        return refusal
    album = await ctx.run(replies.whole_album, found)
    await ctx.write(replies.mark_undone, [one.id for one in album], ctx.now)
    if found.delivered_at is None:
        return _say(ctx, "undo-waits")
    calls = await ctx.run(deletions, case, album)
    ctx.outgoing += calls
    if calls:
        return None
    await ctx.write(replies.mark_undone, [one.id for one in album], None)
    return _say(ctx, "undo-lost")


def deletions(connection: Connection, case: Case, album: Iterable[StoredMessage]) -> list[Outgoing]:
    """The calls that delete in the customer's chat what they have of an answer."""
    messages = list(album)
    return [
        Outgoing(
            DeleteMessage(chat_id=place.chat_id or 0, message_id=place.message_id or 0),
            Urgency.ESCALATION, purpose=Purpose.REPLY_UNDO, subject_id=messages[0].id,
        )
        for place in copies_of_all(connection, case, messages)
    ]  # fmt: skip


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Say in the case that the answer is deleted, or why Telegram lets it stand; once each."""
    message = replies.find_message(after.connection, row.subject_id or 0)
    case = cases.find_case(after.connection, message.case_id) if message and message.case_id else None
    if message is None or case is None or mark.done_at is None:
        return
    album = replies.whole_album(after.connection, message)
    if mark.state is OutboxState.SENT or _GONE in (mark.error or ""):
        _deleted(after, case, album)
        return
    if message.delivered_at is not None:
        replies.mark_undone(after.connection, [one.id for one in album], None)
    words = (mark.error or "").partition(" ")[2].removeprefix("Bad Request: ") or "–"
    _tell(after, case, message, f"kept-{message.id}", "undo-refused", reason=inline(words, _QUOTED))


async def _meant(ctx: UpdateContext, message: Message, case: Case) -> StoredMessage | None:
    """The answer that is replied to; the last one of the case where something else is."""
    return await _replied_to(ctx, message) or await ctx.run(replies.latest_reply, case.id)


async def _replied_to(ctx: UpdateContext, message: Message) -> StoredMessage | None:
    """The answer to a customer that the command replies to; None where it replies to anything else."""
    replied = staff_notes.replied_to(message)
    names = (
        await ctx.run(cases.places_of_message, message.chat.id, replied.message_id)
        if replied is not None
        else []
    )
    stored = next((one for name in names if (one := case_places.stored_in(name)) is not None), None)
    return await ctx.run(replies.find_message, stored) if stored is not None else None


async def _refusal(ctx: UpdateContext, found: StoredMessage) -> str | None:
    """Why this answer is not taken back: it is somebody else's, it is already, or too old for Telegram."""
    writer = found.staff_telegram_id
    is_theirs = writer == ctx.customer.telegram_id
    if not is_theirs and (ctx.role is None or not ctx.role.reads_numbers):
        name = await ctx.run(case_topic.name_of, writer) if writer is not None else "–"
        return _say(ctx, "undo-of-other", name=name)
    if found.undone_at is not None:
        return _say(ctx, "undo-already")
    if found.delivered_at is not None and ctx.now - found.delivered_at > WITHIN:
        return _say(ctx, "undo-late")
    return None


def _deleted(after: FollowUp, case: Case, album: list[StoredMessage]) -> None:
    first = album[0]
    answered_at = first.delivered_at
    if replies.take_back(after.connection, [one.id for one in album]) and answered_at is not None:
        case_answers.unanswered(after, case, first)
    after.outgoing += reply_marks.of_reply(after.connection, after.app, case, first, None)
    _tell(after, case, first, f"undone-{first.id}", "undo-done")


def _tell(
    after: FollowUp, case: Case, message: StoredMessage, unique: str, text_id: str, **values: str
) -> None:
    name = case_places.said(case.number, unique)
    if not outbox.find_places(after.connection, [name]):
        after.effects.add(Place(name))
        text = after.app.texts.text(after.app.language, text_id, **values)
        after.outgoing.append(for_writer(after, case, message, name, text))


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)
