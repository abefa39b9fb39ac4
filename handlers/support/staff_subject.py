"""`/about`: a case about a member of the staff, who then may do nothing in it."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup
from handlers.shared import keyboards
from handlers.shared.filters import Button
from handlers.shared.rights import role_of
from handlers.shared.update_context import UpdateContext
from handlers.support import labels, steps, topic_line
from handlers.support.button_case import case_of_button
from handlers.support.colleagues import addressed, choice, colleagues, id_in, label_of
from handlers.support.typed_commands import Subject
from storage import audit
from storage.rows import Case
from storage.states import AuditAction
from surveys.cases.lifecycle import StaffMember

router = Router(name="cases about staff")

WORD: Final = "about"
"""How the data of its buttons begin: `about:<number of the case>:<Telegram id, 0 for nobody>`."""
_NOBODY: Final = 0


async def mark(ctx: UpdateContext, message: Message, subject: Subject) -> None:
    """Mark the case as one about whom the command names, or ask about whom."""
    case, among = subject.case, await colleagues(ctx)
    named = addressed(message, subject.words, among)
    if named is not None:
        said, is_marked = await _mark(ctx, case, named)
        if is_marked:
            await topic_line.say(ctx, case, message, said)
        else:
            case_lookup.answer(ctx, message, said, case=case if subject.is_here else None)
        return
    text_id = "about-unknown" if subject.words.strip() else "about-which"
    none = keyboards.button(_say(ctx, "button-about-none"), _data(case, _NOBODY))
    further = [none] if case.about_telegram_id is not None else []
    keyboard = choice(among, lambda one: _data(case, one), *further)
    asked = _say(ctx, text_id, number=str(case.number))
    case_lookup.answer(ctx, message, asked, keyboard, case=case if subject.is_here else None)


@router.callback_query(Button(WORD))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str:
    """Mark the case as one about the colleague of the button, or about nobody; returns what pops up."""
    found = await case_of_button(ctx, rest)
    if isinstance(found, str):
        return found
    case, named = found[0], id_in(found[1])
    if named is None:
        return ctx.text("case-unknown")
    said, is_marked = await _mark(ctx, case, named)
    if is_marked:
        await topic_line.settled(ctx, case, query, said)
    return said


async def _mark(ctx: UpdateContext, case: Case, named: int) -> tuple[str, bool]:
    """What is said of it, and whether the case was marked, or the mark was lifted."""
    if named != _NOBODY and all(one.telegram_id == named for one in await colleagues(ctx)):
        return _say(ctx, "about-nobody-else"), False
    subject = StaffMember(named, await role_of(ctx, named)) if named != _NOBODY else None
    refusal = await steps.mark_about(ctx, case, subject)
    if refusal is not None:
        return await labels.refused_of(ctx, case, refusal), False
    entry, action = ctx.ids.next(), AuditAction.CASE_ABOUT
    await ctx.write(audit.record, entry, action, ctx.now, by=ctx.chat_id, subject=f"#{case.number}")
    if named == _NOBODY:
        return _say(ctx, "about-lifted", number=str(case.number)), True
    name = await label_of(ctx, named)
    return _say(ctx, "about-done", number=str(case.number), name=name), True


def _data(case: Case, named: int) -> str:
    return f"{WORD}:{case.number}:{named}"


def _say(ctx: UpdateContext, text_id: str, **values: str) -> str:
    return ctx.app.texts.text(ctx.app.language, text_id, **values)
