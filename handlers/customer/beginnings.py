"""What begins a survey: a command, a button under a message, a link."""

from collections.abc import Mapping
from typing import Any, Final

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.filters import start_payload
from surveys.questions import deep_link
from surveys.questions.survey import Catalogue, Survey

BEGUN_BY: Final[Mapping[str, str]] = {
    keyboards.RATE: "nps",
    keyboards.COMPLAIN: "complaint",
    keyboards.LEAVE: "leaving",
}
"""Ids of the surveys that have a command, by the word of the command, the button and the link."""


class SurveyBeginning(BaseFilter):
    """A button or link that begins a survey; the handler gets `survey` and `touchpoint`."""

    async def __call__(self, event: Message | CallbackQuery, app: AppContext) -> bool | dict[str, Any]:
        word = event.data if isinstance(event, CallbackQuery) else start_payload(event)
        begun = _begun_by(word or "", app.catalogue)
        return False if begun is None else {"survey": begun[0], "touchpoint": begun[1]}


def way_back(survey: Survey, app: AppContext) -> str:
    """The command or link by which a customer begins this survey anew."""
    command = next((word for word, survey_id in BEGUN_BY.items() if survey_id == survey.id), None)
    return f"/{command}" if command else deep_link.address(app.username, deep_link.pack(survey))


def _begun_by(word: str, catalogue: Catalogue) -> tuple[Survey, str | None] | None:
    if (survey_id := BEGUN_BY.get(word)) is not None:
        return catalogue[survey_id], None
    return deep_link.unpack(word, catalogue)
