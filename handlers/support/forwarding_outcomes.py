"""What became of customers' words and files that the support chat did not take."""

import json
from dataclasses import replace

from aiogram.methods import CreateForumTopic, SendMessage

from handlers.cases import card, case_places, case_topic, owner_notices
from handlers.cases.follow_up import FollowUp
from handlers.shared.content import Content, file_label
from handlers.shared.message_copy import carried, files_in, plain
from handlers.shared.update_context import Outgoing
from storage.cases import cases
from storage.delivery import outbox
from storage.delivery.outbox import Mark
from storage.delivery.outcomes import ChatRefusal
from storage.rows import Case, OutboxRow, Place
from storage.states import OutboxState, Purpose
from surveys.outreach.urgency import Urgency
from texts.quoting import inline

_QUOTED = 120
_MAKE_TOPIC = {CreateForumTopic.__api_method__: "name", SendMessage.__api_method__: "text"}
"""Calls that make a topic, or the message that stands for it, with the field of the title."""


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Say where the support chat lacks what was given up; a topic gets the title that it has by now."""
    if mark.state is OutboxState.SENT and row.method in _MAKE_TOPIC:
        _retitle(after, row)
    if mark.done_at is not None and mark.state is not OutboxState.SENT and mark.error is not None:
        _, _, words = mark.error.partition(" ")
        _tell(after, row, words or mark.error)


def refused(after: FollowUp, refusal: ChatRefusal, row: OutboxRow) -> None:
    """Say in the case's topic, and to owners with the file, what the group did not take; once each."""
    if row.purpose is Purpose.CASE_WORDS:
        _tell(after, row, refusal.description)


def _retitle(after: FollowUp, row: OutboxRow) -> None:
    """The case went on while its topic waited, or before the topic was made again."""
    support, case = after.app.support, cases.find_case(after.connection, row.subject_id or 0)
    if case is None or support is None or row.fills != case_places.topic(case.number):
        return
    about = case_topic.people_of(after.connection, case)
    if json.loads(row.body or "{}").get(_MAKE_TOPIC[row.method]) != card.title(about, after.app):
        after.outgoing += case_topic.retitled(after.app, support, about)


def _tell(after: FollowUp, row: OutboxRow, description: str) -> None:
    case = cases.find_case(after.connection, row.subject_id or 0)
    if case is None:
        return
    name = case_places.said(case.number, f"hidden-{row.id}")
    if outbox.find_places(after.connection, [name]):
        return
    after.effects.add(Place(name))
    reason = inline(description.removeprefix("Bad Request: "), _QUOTED)
    if row.chat_id < 0:
        said = _said(after, after.app.language, row, reason)
        topic = case_places.topic(case.number)
        after.outgoing.append(Outgoing(plain(row.chat_id, said), Urgency.ESCALATION, fills=name, at=topic))
    _tell_owners(after, case, row, reason)


def _tell_owners(after: FollowUp, case: Case, row: OutboxRow, reason: str) -> None:
    def words(language: str) -> str:
        return f"#{case.number} {_said(after, language, row, reason)}"

    after.outgoing += owner_notices.to_owners(after.connection, after.app, words)
    for file in _files(row):
        for owner in owner_notices.reachable(after.connection, after.app):
            for method in carried(owner.telegram_id or 0, replace(file, words=None), None):
                after.outgoing.append(Outgoing(method, Urgency.ESCALATION))


def _said(after: FollowUp, language: str, row: OutboxRow, reason: str) -> str:
    files = _files(row)
    file = file_label(after.app, language, files[0].kind) if files else "…"
    said = after.app.texts.text(language, "case-hidden", file=file, reason=reason)
    caption = files[0].words if files else None  # words that the refused file carried
    return f"{said}\n{caption}" if caption else said


def _files(row: OutboxRow) -> list[Content]:
    return files_in(row.method, json.loads(row.body or "{}"))
