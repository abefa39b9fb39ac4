"""Names of the places that more than one room of handlers knows."""

from typing import Final

QUESTION: Final = "question:"


def question_place(conversation_id: int) -> str:
    """The place of the question of a conversation, for whoever wants to reply to it later."""
    return f"{QUESTION}{conversation_id}"


def further_question_place(conversation_id: int, question_id: str) -> str:
    """The place of the message that asks a later question of a conversation."""
    return f"asked:{conversation_id}:{question_id}"


def conversation_at(place: str) -> int | None:
    """The id of the conversation whose question stands there; None for a place of anything else."""
    return int(place.removeprefix(QUESTION)) if place.startswith(QUESTION) else None
