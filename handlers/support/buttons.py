"""The buttons of a case. Whoever presses one is authorised anew at each tap."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.cases import card, case_topic, digest
from handlers.shared.editing import settle
from handlers.shared.filters import Button
from handlers.shared.message_copy import plain
from handlers.shared.update_context import UpdateContext
from handlers.support import labels, steps
from handlers.support.button_case import case_of_button
from storage.rows import Case
from surveys.cases.lifecycle import StepRefusal
from surveys.outreach.urgency import Urgency

router = Router(name="case buttons")


@router.callback_query(Button(card.WORD))
async def tap(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:  # noqa: PLR0911  # one line a step
    """Make the step that a case's button asks for; returns what pops up at the tap."""
    step, _, about = rest.partition(":")
    found = await case_of_button(ctx, about)
    if isinstance(found, str):
        return found
    case, cause = found
    match step:
        case card.TAKE:
            return await _take(ctx, case)
        case card.CLOSE:
            return await _ask_cause(ctx, case)
        case card.CAUSE:
            return await _ask_remedy(query, ctx, case, cause)
        case card.DONE:
            return await _close(query, ctx, case, *cause.split(":", 1))
        case card.FILES:
            return await _show_files(ctx, case)
        case _:
            return _keep_open(query, ctx)


async def _take(ctx: UpdateContext, case: Case) -> str:
    refusal = await steps.take(ctx, case)
    return await labels.refused_of(ctx, case, refusal) if refusal else await labels.taken(ctx)


async def _ask_cause(ctx: UpdateContext, case: Case) -> str:
    refusal = await steps.close(ctx, case, None)
    asked = await labels.refused_of(ctx, case, refusal or StepRefusal.NO_CAUSE)
    if refusal is StepRefusal.NO_CAUSE and ctx.app.support is not None:
        question = plain(ctx.app.support.id, asked, card.causes_keyboard(case, ctx.app))
        case_topic.post(ctx, case, question, Urgency.REPLY)  # whoever tapped waits for it
        return ctx.app.texts.text(ctx.app.language, "close-asked")
    return asked


async def _ask_remedy(query: CallbackQuery, ctx: UpdateContext, case: Case, cause: str) -> str:
    """The second of two taps: what was done. Whoever may not close the case is told at the first.

    It is asked again where what was chosen is no longer to be had.
    """
    refusal = await steps.close(ctx, case, None)
    found, texts = ctx.app.support_texts.cause(cause), ctx.app.support_texts
    if refusal is not StepRefusal.NO_CAUSE or found is None or not texts.remedies:
        return await _close(query, ctx, case, cause)
    label = found.label.render(ctx.app.language)
    asked = ctx.app.texts.text(ctx.app.language, "close-which-remedy", number=str(case.number), cause=label)
    settle(query, ctx, asked, card.remedies_keyboard(case, ctx.app, cause))
    return asked


async def _close(query: CallbackQuery, ctx: UpdateContext, case: Case, cause: str, key: str = "") -> str:
    remedies = (one.id for one in ctx.app.support_texts.remedies if card.remedy_key(one.id) == key)
    remedy = next(remedies, None)
    if key and remedy is None and ctx.app.support_texts.remedies:
        return await _ask_remedy(query, ctx, case, cause)
    refusal = await steps.close(ctx, case, cause, remedy)
    if refusal is not None:
        return await labels.refused_of(ctx, case, refusal)
    said = labels.closed(ctx, cause, remedy)
    settle(query, ctx, said)
    return said


async def _show_files(ctx: UpdateContext, case: Case) -> str:
    """Show the next of the files that were held when the customer sent many at once."""
    found = await ctx.write(digest.held_of, case.id)
    if ctx.app.support is not None and found.shown:
        about = await case_topic.people(ctx, case)
        ctx.outgoing.extend(digest.render(ctx.app, ctx.app.support, about, found))
    return ctx.app.texts.text(ctx.app.language, "files-shown" if found.shown else "files-none")


def _keep_open(query: CallbackQuery, ctx: UpdateContext) -> str:
    said = ctx.app.texts.text(ctx.app.language, "case-kept-open")
    settle(query, ctx, said)
    return said
