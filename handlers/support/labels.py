"""What staff are told of a step, and the names that they use."""

from typing import Final

from handlers.cases import case_topic
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from handlers.support import absence
from storage.cases import joined_cases
from storage.rows import Case
from surveys.cases.lifecycle import StepRefusal
from texts.quoting import inline

_REFUSALS: Final = {
    StepRefusal.NOT_ENROLLED: "refused-not-enrolled",
    StepRefusal.ALREADY_YOURS: "refused-already-yours",
    StepRefusal.TAKEN_BY_OTHER: "refused-taken-by-other",
    StepRefusal.ALREADY_CLOSED: "refused-already-closed",
    StepRefusal.UNREAD_WORDS: "refused-unread-words",
    StepRefusal.NO_CAUSE: "close-which-cause",
    StepRefusal.UNKNOWN_CAUSE: "close-unknown-cause",
    StepRefusal.TOO_LATE_TO_REOPEN: "refused-already-closed",
    StepRefusal.NOT_STAFF: "refused-not-staff",
    StepRefusal.ALREADY_THEIRS: "refused-already-theirs",
    StepRefusal.AWAY: "refused-away",
    StepRefusal.ABOUT_YOU: "refused-about-you",
    StepRefusal.ABOUT_THEM: "refused-about-them",
    StepRefusal.ABOUT_TWO: "refused-about-two",
    StepRefusal.MANAGERS_ONLY: "refused-managers-only",
    StepRefusal.SAME_CASE: "refused-same-case",
    StepRefusal.OTHER_CUSTOMER: "refused-other-customer",
    StepRefusal.OTHER_CLOSED: "refused-other-closed",
}


def refused(app: AppContext, language: str, refusal: StepRefusal, holder: str | None = None) -> str:
    """Why a step of a case was refused, in words; `holder` is the name of whoever has the case."""
    return app.texts.text(language, _REFUSALS[refusal], name=inline(holder))


async def refused_of(ctx: UpdateContext, case: Case, refusal: StepRefusal) -> str:
    """Why a step of this case was refused, with the name of whoever has it, in the language of the group."""
    if refusal is StepRefusal.ALREADY_CLOSED and case.joined_number is not None:
        into = await ctx.run(joined_cases.followed, case)
        return ctx.app.texts.text(ctx.app.language, "refused-joined", number=str(into.number))
    holder = case.holder_telegram_id
    name = await ctx.run(case_topic.name_of, holder) if holder is not None else None
    return refused(ctx.app, ctx.app.language, refusal, name)


async def taken(ctx: UpdateContext) -> str:
    """The sentence that whoever wrote or pressed has taken the case, and that they are away, if they are."""
    said = ctx.app.texts.text(ctx.app.language, "case-taken", name=inline(ctx.customer.name))
    return "\n".join(filter(None, [said, await absence.reminder(ctx)]))


def closed(ctx: UpdateContext, cause_id: str | None, remedy_id: str | None = None) -> str:
    """The sentence that whoever wrote or pressed closed a case, for which cause, and what was done."""
    app, texts = ctx.app, ctx.app.support_texts
    found = [texts.cause(cause_id or ""), texts.remedy(remedy_id or "")]
    label = " · ".join(one.label.render(app.language) for one in found if one) or "–"
    return app.texts.text(app.language, "case-closed-by", cause=label, name=inline(ctx.customer.name))


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
