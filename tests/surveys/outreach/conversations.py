"""Conversations that got so far."""

from datetime import UTC, datetime

from surveys import engine
from surveys.survey import Survey

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)


def conversation_of(survey: Survey, *given: engine.Input) -> engine.Conversation:
    conversation = engine.begin(survey, NOW).conversation
    for one in given:
        conversation = engine.answer(survey, conversation, None, one, NOW).conversation
    return conversation
