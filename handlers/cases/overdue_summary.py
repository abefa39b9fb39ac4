"""Whom a round calls to overdue cases: each reader gets one message, with a line and buttons a case."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from aiogram.methods import SendMessage

from handlers.cases.follow_up import FollowUp
from handlers.cases.overdue_notices import OverdueNotice
from handlers.shared.keyboards import Keyboard
from handlers.shared.message_copy import NO_PREVIEW
from handlers.shared.update_context import Outgoing
from storage.rows import Customer
from storage.states import Purpose
from surveys.cases.overdue_steps import OverdueStep
from surveys.outreach.urgency import Urgency

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class OverdueCall:
    """Somebody of the team who is called to a case."""

    person: Customer
    notice: OverdueNotice
    step: OverdueStep
    name: str
    """The place that notes it, so that they are called once."""


@dataclass(slots=True)
class OverdueFollowUp(FollowUp):
    """What is decided about the cases of one round: whom it calls is written once all are known."""

    calls: list[OverdueCall] = field(default_factory=list)


def write_calls(after: OverdueFollowUp) -> None:
    """Let each reader have what they are called to, the longest waiting first."""
    by_reader: defaultdict[int, list[OverdueCall]] = defaultdict(list)
    for call in after.calls:
        by_reader[call.person.telegram_id or 0].append(call)
    for chat_id, calls in by_reader.items():
        method = SendMessage(
            chat_id=chat_id,
            text=_text(calls),
            reply_markup=Keyboard.of(
                [one.notice.buttons(one.person.language, one.step) for one in calls[:_SHOWN]]
            ),
            parse_mode=None,
            link_preview_options=NO_PREVIEW,
        )
        about = calls[0].notice.case.id
        after.outgoing.append(
            Outgoing(
                method, Urgency.ESCALATION, fills=calls[0].name, purpose=Purpose.CASE_CALL, subject_id=about
            )
        )


def _text(calls: Sequence[OverdueCall]) -> str:
    """The one case with its first words; of several a line each, and how many more there are."""
    first = calls[0]
    app, language = first.notice.app, first.person.language
    if len(calls) == 1:
        return first.notice.with_words(language, first.step)
    more = len(calls) - _SHOWN
    return "\n".join(
        [
            app.texts.text(language, "overdue-several", n=len(calls)),
            *(one.notice.line(language, one.step) for one in calls[:_SHOWN]),
            *([app.texts.text(language, "overdue-more", n=more)] if more > 0 else []),
        ]
    )
