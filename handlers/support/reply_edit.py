"""What staff edit of an answer is edited in the customer's chat; where it is not, its writer hears why."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from aiogram.methods import EditMessageCaption, EditMessageText
from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, reply_marks
from handlers.cases.case_heading import heading_of
from handlers.cases.customers_copy import copies_of
from handlers.cases.follow_up import FollowUp
from handlers.shared.app_context import AppContext
from handlers.shared.content import content_of
from handlers.shared.message_copy import NO_PREVIEW, files_in
from handlers.shared.update_context import Outgoing, UpdateContext
from handlers.support import case_answers, typed_commands
from handlers.support.reply_notice import for_writer
from storage.cases import cases, replies
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.engines.database import Connection
from storage.rows import Case, OutboxRow, Place
from storage.rows import Message as StoredMessage
from storage.states import OutboxState, Purpose
from surveys.cases.courtesy import answers_nothing
from surveys.outreach.urgency import Urgency
from surveys.questions.message_kind import MessageKind
from texts.quoting import CAPTION_LIMIT, MESSAGE_LIMIT, inline, length

_QUOTED: Final = 120


async def reply_of(ctx: UpdateContext, message: Message) -> StoredMessage | None:
    """The answer to a customer that this message of the staff is; None where it went to nobody."""
    names = await ctx.run(cases.places_of_message, message.chat.id, message.message_id)
    stored = next((one for name in names if (one := case_places.stored_in(name)) is not None), None)
    return await ctx.run(replies.find_message, stored) if stored is not None else None


async def pass_on(ctx: UpdateContext, message: Message, stored: StoredMessage) -> None:
    """Edit what the customer has of an answer, or say why it stays as it was."""
    case = await ctx.run(cases.find_case, stored.case_id or 0)
    if case is None:
        return
    refusal = await _refusal(ctx, case, message, stored)
    if refusal is not None:
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, refusal), case=case)


def brought_up_to_date(after: FollowUp, case: Case, message: StoredMessage, row: OutboxRow) -> list[Outgoing]:
    """The call that edits an answer whose writer edited it before it was sent; none where they did not."""
    words = message.words or ""
    said = _said(row)
    wanted = _heading(after.connection, after.app, case, message, said) + words
    is_whole = row.fills == case_places.copy(case.number, message.id, 1) and length(wanted) <= _limit(message)
    is_old = is_whole and said.strip() != wanted.strip()
    return edits(after.connection, after.app, case, message, words) if is_old else []


def edits(
    connection: Connection, app: AppContext, case: Case, message: StoredMessage, words: str
) -> list[Outgoing]:
    """The call that puts these words into what the customer has of an answer.

    None where that is not one message.
    """
    copies = copies_of(connection, case, message)
    if len(copies) != 1:
        return []
    chat_id, number = copies[0].chat_id or 0, copies[0].message_id or 0
    sent = outbox.recipe_of(connection, copies[0].name)
    text = (_heading(connection, app, case, message, _said(sent)) if sent is not None else "") + words
    method = (
        EditMessageText(
            chat_id=chat_id, message_id=number, text=text, parse_mode=None, link_preview_options=NO_PREVIEW
        )
        if message.kind is MessageKind.TEXT
        else EditMessageCaption(chat_id=chat_id, message_id=number, caption=text or None, parse_mode=None)
    )
    return [Outgoing(method, Urgency.ESCALATION, purpose=Purpose.REPLY_EDIT, subject_id=message.id)]


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Store the words that the customer has now, and mark the agent's message; else say why they have not."""
    message = replies.find_message(after.connection, row.subject_id or 0)
    case = cases.find_case(after.connection, message.case_id) if message and message.case_id else None
    if message is None or case is None or mark.done_at is None or mark.state is OutboxState.REPLACED:
        return
    if mark.state is OutboxState.SENT:
        said, edited = _said(row), reply_marks.EDITED
        words = said.removeprefix(_heading(after.connection, after.app, case, message, said))
        before = replies.find_answerer(after.connection, case.id)
        replies.reword(after.connection, message.id, words or None)
        _follow_meaning(after, case, message, replace(message, words=words or None), mark.done_at, before)
        after.outgoing += reply_marks.of_reply(after.connection, after.app, case, message, edited)
        return
    name = case_places.said(case.number, f"unedited-{row.id}")
    after.effects.add(Place(name))
    reason = (mark.error or "").partition(" ")[2].removeprefix("Bad Request: ")
    said = after.app.texts.text(after.app.language, "edit-refused", reason=inline(reason, _QUOTED))
    after.outgoing.append(for_writer(after, case, message, name, said))


def _follow_meaning(
    after: FollowUp, case: Case, was: StoredMessage, now: StoredMessage, at: datetime, before: int | None
) -> None:
    """Thanks that became an answer answer the case from then on; an answer that became thanks never did."""
    said_nothing, says_nothing = (answers_nothing(one.kind, one.words) for one in (was, now))
    if said_nothing and not says_nothing:
        replies.redate(after.connection, now.id, at)
        case_answers.answered(after, case, now, at, before)
    elif says_nothing and not said_nothing and was.delivered_at is not None:
        case_answers.unanswered(after, case, was)


async def _refusal(  # noqa: PLR0911  # one line a reason
    ctx: UpdateContext, case: Case, message: Message, stored: StoredMessage
) -> str | None:
    """The id of the text that says why the customer's copy stays; None where it is edited.

    The words of an album are those of its first message, whichever of them bears them.
    """
    if case.about_telegram_id == ctx.chat_id:
        return "refused-about-you"
    first = (await ctx.run(replies.whole_album, stored))[0]
    content = content_of(message, ctx.app)
    if typed_commands.stays_inside(message):
        return "edit-inside"
    if content is None or content.kind is not stored.kind:
        return "edit-file"
    if (content.words or "") == (first.words or ""):
        return "edit-file" if content.file_id != stored.file_id else None
    if first.undone_at is not None:
        return "undo-already"
    if length(content.words or "") > _limit(first):
        return "edit-long"
    if first.delivered_at is None:
        return await _before_delivery(ctx, first, content.words)
    calls = await ctx.run(edits, ctx.app, case, first, content.words or "")
    ctx.outgoing += calls
    return None if calls else "edit-long"


async def _before_delivery(ctx: UpdateContext, first: StoredMessage, words: str | None) -> str | None:
    """What has not arrived yet is edited as soon as it does; what never will is to be written anew."""
    if not await ctx.run(replies.is_on_its_way, first.id):
        return "support-edited-unsent"
    await ctx.write(replies.reword, first.id, words)
    return None


def _limit(message: StoredMessage) -> int:
    return MESSAGE_LIMIT if message.kind is MessageKind.TEXT else CAPTION_LIMIT


def _said(row: OutboxRow) -> str:
    """The words of a call; of an album those under its first file."""
    body = json.loads(row.body or "{}")
    files = files_in(row.method, body)
    said = files[0].words if files else body.get("text", body.get("caption"))
    return said or ""


def _heading(connection: Connection, app: AppContext, case: Case, message: StoredMessage, said: str) -> str:
    """The lines of ours before the words of an answer; empty where there are none."""
    writer = case_topic.name_of(connection, message.staff_telegram_id or 0)
    return heading_of(app, case, writer, said)
