"""The payload of a link that begins a survey: `s_<survey>` or `s_<survey>_<touchpoint>`."""

from typing import Final

from surveys.questions.question import QuestionRole
from surveys.questions.survey import Catalogue, Survey

SIGNED: Final = "l_"
"""How the payload of a link begins whose token nobody can guess; see storage/people/links.py."""
_PREFIX: Final = "s_"


def address(username: str, payload: str) -> str:
    """The link with that payload; `username` is the bot's, without @."""
    return f"https://t.me/{username}?start={payload}"


def pack(survey: Survey, touchpoint: str | None = None) -> str:
    """The payload of a link that begins the survey; None is for a link without a touchpoint."""
    return f"{_PREFIX}{survey.id}" if touchpoint is None else f"{_PREFIX}{survey.id}_{touchpoint}"


def unpack(payload: str, catalogue: Catalogue) -> tuple[Survey, str | None] | None:
    """The survey and the touchpoint that it is about; None for the payload of no survey.

    Anybody may write such a link by hand, so a touchpoint that no survey offers as an answer counts as none.
    """
    if not payload.startswith(_PREFIX):
        return None
    named = payload.removeprefix(_PREFIX)
    meant = (survey for survey in catalogue if f"{named}_".startswith(f"{survey.id}_"))
    survey = max(meant, key=lambda one: len(one.id), default=None)
    if survey is None:
        return None
    touchpoint = named[len(survey.id) + 1 :]
    known = catalogue.label(QuestionRole.TOUCHPOINT, touchpoint) is not None
    return survey, touchpoint if known else None
