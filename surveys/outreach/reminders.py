"""When the one reminder of a survey that nobody has answered goes: `[reminder] after` of its file.

What it says and when it is dropped: handlers/outreach/reminder.py.
"""

from dataclasses import dataclass
from datetime import datetime

from surveys.language.text import Text
from surveys.questions.engine import ConversationState, is_told
from surveys.questions.survey import Survey, SurveyKind


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder that goes once, as an answer to the question that is still open."""

    due_at: datetime
    text: Text


def reminder_of(survey: Survey, conversation: ConversationState, reminded: bool) -> PlannedReminder | None:
    """The reminder to plan; None when the survey has none or the question will have expired by then.

    None too after any answer, when the customer left the survey, of a complaint once it says what happened,
    and when they were reminded already.
    """
    words = survey.reminder
    if words is None or reminded or conversation.awaiting is None or _is_dealt_with(survey, conversation):
        return None
    if words.after >= survey.expires_after:
        return None
    return PlannedReminder(conversation.asked_at + words.after, words.text)


def _is_dealt_with(survey: Survey, conversation: ConversationState) -> bool:
    """Whether nothing more is needed: a complaint is of no use before it says what happened."""
    if survey.kind is SurveyKind.COMPLAINT:
        return is_told(survey, conversation)
    return conversation.first_answer_at is not None
