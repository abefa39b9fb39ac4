"""What other programs are answered: always JSON, what is wrong as a sentence with a code."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.config.context_store import ContextStore
from bot.jobs.intake import IntakeOutcome
from bot.web.api.request import RequestRefused
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText

_OF_API = {
    "report-empty-period": "api-report-empty-period",
    "report-out-of-range": "api-report-out-of-range",
    "report-other-groups": "api-report-other-groups",
    "report-no-groups": "api-report-no-groups",
}
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Responses:
    """Answers in the business's language."""

    def __init__(self, contexts: ContextStore) -> None:
        self._contexts = contexts

    def guarded(self, handler: Handler) -> Handler:
        """The handler, with what it refuses told as JSON."""

        async def handle(request: web.Request) -> web.Response:
            try:
                return await handler(request)
            except RequestRefused as refused:
                return self.error(refused.status, refused.text, headers=refused.headers)
            except UserErrors as error:
                return self.error(422, _of_api(error.texts[0]))

        return handle

    def error(self, status: int, text: InterfaceText, **options: Any) -> web.Response:
        """Why a request is not carried out."""
        return json_response({"error": self._fault(text)}, status, **options)

    def outcome(self, outcome: IntakeOutcome) -> web.Response:
        """What became of events: 422 where every one of them was refused."""
        refused = [{"position": refusal.position, **self._fault(refusal.why)} for refusal in outcome.refused]
        none_good = refused and not outcome.accepted + outcome.duplicates
        counts = {"accepted": outcome.accepted, "duplicates": outcome.duplicates, "refused": refused}
        return json_response(counts, 422 if none_good else 200)

    def _fault(self, text: InterfaceText) -> dict[str, str]:
        current = self._contexts.current
        return {"code": text.id, "message": current.texts.render(current.language, text)}


def json_response(value: Any, status: int = 200, **options: Any) -> web.Response:
    """A JSON document."""
    return web.json_response(
        value, status=status, dumps=lambda found: json.dumps(found, ensure_ascii=False), **options
    )


def _of_api(text: InterfaceText) -> InterfaceText:
    """The same in the API's words: the command line names its own options."""
    return InterfaceText(_OF_API.get(text.id, text.id), **dict(text.values))
