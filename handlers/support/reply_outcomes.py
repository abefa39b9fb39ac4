"""What became of what staff wrote to a customer: an answer once sent, a warning where it was refused."""

import json
from collections.abc import Sequence
from typing import Final

from handlers.cases import case_places, reply_marks
from handlers.cases.follow_up import FollowUp
from handlers.shared.content import Content
from handlers.shared.message_copy import carried, files_in, plain
from handlers.shared.update_context import Outgoing
from handlers.support import case_answers, reply_edit, reply_undo
from handlers.support.reply_notice import for_writer
from storage.cases import cases, replies
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.rows import Case, Message, OutboxRow, Place
from storage.states import OutboxState, Purpose
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

_REASONS: Final = {
    "voice_messages_forbidden": "undelivered-voice",
    "too long": "undelivered-long",
    "caption_too_long": "undelivered-long",
    "too large": "undelivered-file",
    "too big": "undelivered-file",
    "file": "undelivered-file",
    "photo": "undelivered-file",
    "image": "undelivered-file",
    "media": "undelivered-file",
    "sticker": "undelivered-file",
}
"""By words of Telegram's; what is not listed is said as Telegram says it."""
_QUOTED: Final = 120


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Count the message as an answer once any part of it was sent; say to its writer what was not."""
    if mark.done_at is None or row.subject_id is None:
        return
    message = replies.find_message(after.connection, row.subject_id)
    case = cases.find_case(after.connection, message.case_id) if message and message.case_id else None
    if message is None or case is None:
        return
    files = files_in(row.method, json.loads(row.body or "{}"))
    album = replies.album_from(after.connection, message, max(len(files), 1))
    if mark.state is OutboxState.SENT and message.undone_at is not None:
        after.outgoing += reply_undo.deletions(after.connection, case, album)
    elif mark.state is OutboxState.SENT:
        before = replies.find_answerer(after.connection, case.id)
        if replies.mark_delivered(after.connection, [one.id for one in album], mark.done_at):
            case_answers.answered(after, case, message, mark.done_at, before)
            after.outgoing += reply_marks.of_reply(after.connection, after.app, case, message)
            after.outgoing += reply_edit.brought_up_to_date(after, case, message, row)
    elif mark.state is OutboxState.DEAD and len(album) > 1:
        _send_singly(after, case, album, files, row)
    else:
        _warn(after, case, message, mark)


def _send_singly(
    after: FollowUp, case: Case, album: Sequence[Message], files: Sequence[Content], row: OutboxRow
) -> None:
    """Telegram takes an album whole or not at all: what it does not take is told of one file."""
    for message, file in zip(album, files, strict=False):
        for part, method in enumerate(carried(row.chat_id, file, file.words), 1):
            name = case_places.copy(case.number, message.id, part)
            after.outgoing.append(
                Outgoing(
                    method, Urgency.ESCALATION, fills=name, purpose=Purpose.STAFF_REPLY, subject_id=message.id
                )
            )


def settle_notice(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Say in the case that its customer was not told of a step."""
    is_lost = mark.done_at is not None and mark.state is not OutboxState.SENT
    case = cases.find_case(after.connection, row.subject_id or 0) if is_lost else None
    if case is None or case.chat_id is None or after.app.support is None:
        return
    name = _name(after, case, mark, row.id)
    if not outbox.find_places(after.connection, [name]):
        after.effects.add(Place(name))
        is_away = mark.state is OutboxState.UNREACHABLE
        text = after.app.texts.text(after.app.language, "support-left" if is_away else "notice-undelivered")
        topic = case_places.topic(case.number)
        said = plain(after.app.support.id, text)
        after.outgoing.append(Outgoing(said, Urgency.ESCALATION, fills=name, at=topic))


def _warn(after: FollowUp, case: Case, message: Message, mark: Mark) -> None:
    """Reply to the agent's message with what became of it, once a message."""
    case_answers.retitle(after, case)
    name = _name(after, case, mark, message.id)
    if not outbox.find_places(after.connection, [name]):
        after.effects.add(Place(name))
        reason = reason_of(after, mark, after.app.language)
        after.outgoing.append(for_writer(after, case, message, name, reason))


def _name(after: FollowUp, case: Case, mark: Mark, about: int) -> str:
    """The place of a warning. That the customer left is said once, whoever notices first."""
    customer = cases.complainant(after.connection, case.customer_id)
    if mark.state is OutboxState.UNREACHABLE and customer.blocked_at is not None:
        return case_places.left(case.number, customer.blocked_at)
    return case_places.said(case.number, f"undelivered-{about}")


def reason_of(after: FollowUp, mark: Mark, language: str) -> str:
    """Why something did not reach the customer, for whoever wrote it."""
    say = after.app.texts.text
    if mark.state is OutboxState.UNREACHABLE:
        return say(language, "support-left")
    if mark.state is not OutboxState.DEAD:
        return say(language, "undelivered-unsure")
    code, _, words = (mark.error or "").partition(" ")
    known = next((text for part, text in _REASONS.items() if part in words.casefold()), None)
    if known is not None:
        return say(language, known)
    return say(
        language, "undelivered-refused", reason=inline(words.removeprefix("Bad Request: ") or code, _QUOTED)
    )
