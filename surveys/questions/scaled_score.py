"""The score of a conversation on its scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from surveys.questions.engine import ConversationState, answer_of
from surveys.questions.question import QuestionKind, QuestionRole
from surveys.questions.survey import Survey


@dataclass(frozen=True, slots=True)
class ScaledScore:
    """A score on its scale, such as 2 of 5."""

    score: int
    scale: int
    """Where the scale ends."""
    is_low: bool
    """Whether a person is to see what is behind it."""


def score_of(survey: Survey, state: ConversationState) -> ScaledScore | None:
    """The score that a conversation gave; None before one was given."""
    asked, given = survey.score_question, answer_of(survey, state.answers, QuestionRole.SCORE)
    return stored_score(asked.kind.name, given) if asked is not None and isinstance(given, int) else None


def stored_score(kind_name: str, score: int) -> ScaledScore | None:
    """A score that was given to a question of that kind; None for a kind without scores."""
    kind = _kinds().get(kind_name)
    if kind is None or kind.highest is None:
        return None
    return ScaledScore(score, kind.highest, score <= (kind.low or 0))


@cache
def _kinds() -> Mapping[str, QuestionKind]:
    from surveys.questions.kinds.catalogue import KINDS  # with pydantic, which who only counts is spared

    return {kind.name: kind for kind in KINDS}
