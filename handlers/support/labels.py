"""What staff are told of a step, and the names that they use."""

from typing import Final

from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from surveys.cases.lifecycle import Refusal
from texts.quoting import inline

_REFUSALS: Final = {
    Refusal.NOT_ENROLLED: "refused-not-enrolled",
    Refusal.ALREADY_YOURS: "refused-already-yours",
    Refusal.TAKEN_BY_OTHER: "refused-taken-by-other",
    Refusal.ALREADY_CLOSED: "refused-already-closed",
    Refusal.NO_CAUSE: "close-which-cause",
    Refusal.UNKNOWN_CAUSE: "close-unknown-cause",
    Refusal.TOO_LATE_TO_REOPEN: "refused-already-closed",
}


def refused(app: AppContext, language: str, refusal: Refusal) -> str:
    """Why a step of a case was refused, in words."""
    return app.texts.text(language, _REFUSALS[refusal])


def taken(ctx: UpdateContext) -> str:
    """The sentence that whoever wrote or pressed has taken the case."""
    return ctx.app.texts.text(ctx.app.language, "case-taken", name=inline(ctx.customer.name))


def closed(app: AppContext, cause_id: str | None) -> str:
    """The sentence that a case is closed and for which cause; a dash for an unknown one."""
    cause = app.support_texts.cause(cause_id or "")
    name = cause.label.render(app.language) if cause else "–"
    return app.texts.text(app.language, "case-closed", cause=name)


def cause(app: AppContext, said: str | None) -> str | None:
    """The id of a cause named by its id or its words; None where nothing was said.

    What is unknown stays as it was said, in small letters.
    """
    wanted = (said or "").strip().casefold()
    if not wanted:
        return None
    for one in app.support_texts.causes:
        if wanted in {one.id, one.label.ru.casefold(), one.label.en.casefold()}:
            return one.id
    return wanted
