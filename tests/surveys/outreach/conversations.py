"""Conversations that got so far."""

from datetime import UTC, datetime

from surveys.questions import engine
from surveys.questions.inputs import Input
from surveys.questions.survey import Survey

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)


def conversation_of(survey: Survey, *given: Input) -> engine.ConversationState:
    conversation = engine.begin(survey, NOW).conversation
    for one in given:
        conversation = engine.answer(survey, conversation, None, one, NOW).conversation
    return conversation
