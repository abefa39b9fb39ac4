"""The score of a conversation on its scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from surveys.questions.engine import ConversationState, answer_of
from surveys.questions.question import QuestionKind, QuestionRole
from surveys.questions.survey import Survey

VERY_LOW: Final = 3
"""Of 10."""
_WIDEST: Final = 10


@dataclass(frozen=True, slots=True)
class ScaledScore:
    """A score on its scale, such as 2 of 5."""

    score: int
    scale: int
    """Where the scale ends."""
    is_low: bool
    """Whether a person is to see what is behind it."""

    @property
    def is_very_low(self) -> bool:
        """Whether it is 0 to 3 of 10; no score of another scale is."""
        return self.scale == _WIDEST and self.score <= VERY_LOW


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
