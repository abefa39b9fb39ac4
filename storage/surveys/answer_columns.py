"""The columns of a stored answer that its value fills."""

from typing import Any

from surveys.questions.engine import GivenAnswer
from surveys.questions.question import SKIP, SKIPPED, AnswerColumn, Question


def columns_of(question: Question, given: GivenAnswer) -> dict[str, Any]:
    """Values of an answer's columns by name.

    What was given stands in one column, a file in two, and `words` holds what was said with it.
    """
    if given.value == SKIPPED:
        return {"score": None, "option": SKIP, "words": None}
    if given.media is not None:
        return {"media": given.media, "file_id": str(given.value), "words": given.said}
    columns: dict[str, Any] = {"score": None, "option": None, "words": given.said}
    column = question.kind.column
    return {**columns, column.value: given.value if column is AnswerColumn.SCORE else str(given.value)}
