"""An answer that was stored just now, with what its consequences need to know."""

from collections.abc import Callable
from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from handlers.shared.content import Content
from storage.rows import Conversation
from surveys.questions.engine import AnswerOutcome, ConversationState, GivenAnswer, SurveyStep
from surveys.questions.question import SKIPPED
from surveys.questions.survey import Survey

Put = Callable[[str, InlineKeyboardMarkup | None], None]
"""Says the receipt: in the message that was tapped, or in a new one."""


@dataclass(frozen=True, slots=True)
class Answered:
    survey: Survey
    conversation: Conversation
    step: SurveyStep
    answer: GivenAnswer
    put: Put
    content: Content | None = None
    """The message that was the answer; None for a tap."""

    @property
    def state(self) -> ConversationState:
        """The conversation with this answer."""
        return self.step.conversation

    @property
    def is_news(self) -> bool:
        """Whether this answer differs from what was stored; False when the same was answered once more."""
        return self.answer.outcome is not AnswerOutcome.UNCHANGED

    @property
    def is_story(self) -> bool:
        """Whether the answer tells something, in words or with a file."""
        question = self.survey.question(self.answer.question)
        return question is not None and question.kind.is_open and self.answer.value != SKIPPED
