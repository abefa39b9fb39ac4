"""`/severity`: staff say how severe a case is, by a word or by a button."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.filters import Button
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from handlers.support import labels, steps, topic_line
from handlers.support.button_case import case_of_button
from handlers.support.typed_commands import Subject
from storage import audit
from storage.rows import Case
from storage.states import AuditAction
from surveys.cases.severity import Severity
from surveys.language.languages import LANGUAGES

router = Router(name="severity of cases")

WORD: Final = "severity"
"""How the data of its buttons begin: `severity:<number of the case>:<severity>`."""
_CHOSEN: Final = "• "
_LABELS: Final = {
    Severity.LOW: "button-severity-low",
    Severity.NORMAL: "button-severity-normal",
    Severity.HIGH: "button-severity-high",
}


async def set_severity(ctx: UpdateContext, message: Message, subject: Subject) -> None:
    """Let the case be as severe as the command says, or ask how severe it is."""
    case, wanted = subject.case, subject.words.strip().casefold()
    here = case if subject.is_here else None
    severity = next((one for one in Severity if wanted in _words(ctx.app, one)), None)
    if severity is None:
        asked = _say(ctx, "severity-unknown" if wanted else "severity-which", number=str(case.number))
        case_lookup.answer(ctx, message, asked, _choice(ctx.app, case), case=here)
        return
    said, is_set = await _store(ctx, case, severity)
    if is_set:
        await topic_line.say(ctx, case, message, said)
    else:
        case_lookup.answer(ctx, message, said, case=here)


@router.callback_query(Button(WORD))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Let the case be as severe as the button says; returns what pops up."""
    found = await case_of_button(ctx, rest)
    if isinstance(found, str):
        return found
    case, word = found
    if (severity := next((one for one in Severity if one == word), None)) is None:
        return ctx.text("case-unknown")
    said, is_set = await _store(ctx, case, severity)
    if is_set:
        await topic_line.settled(ctx, case, query, said)
    return said


async def _store(ctx: UpdateContext, case: Case, severity: Severity) -> tuple[str, bool]:
    """What is said of it, and whether the case is as severe as that now."""
    refusal = await steps.set_severity(ctx, case, severity)
    if refusal is not None:
        return await labels.refused_of(ctx, case, refusal), False
    entry, action = ctx.ids.next(), AuditAction.CASE_SEVERITY
    await ctx.write(audit.record, entry, action, ctx.now, by=ctx.chat_id, subject=f"#{case.number}")
    return _say(ctx, "severity-done", number=str(case.number), severity=severity), True


def _choice(app: AppContext, case: Case) -> Keyboard:
    """A button for each severity; that of the case has a mark."""
    row = [
        keyboards.button(
            f"{_CHOSEN if one is case.severity else ''}{_label(app, app.language, one)}",
            f"{WORD}:{case.number}:{one}",
        )
        for one in Severity
    ]
    return Keyboard.of([row])


def _words(app: AppContext, severity: Severity) -> set[str]:
    """What a severity is called in a command: as on its button in any language, or as it is stored."""
    return {severity.value, *(_label(app, language, severity).casefold() for language in LANGUAGES)}


def _label(app: AppContext, language: str, severity: Severity) -> str:
    return app.texts.text(language, _LABELS[severity])


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)
