"""The support chat: what staff write there, and the commands in a case's topic."""

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from handlers.cases import case_lookup, supergroup
from handlers.cases.card import causes_keyboard
from handlers.shared.app_context import AppContext
from handlers.shared.content import content_of
from handlers.shared.filters import command, is_addressed
from handlers.shared.update_context import UpdateContext
from handlers.support import case_list, labels, staff_notes, staff_reply, steps
from storage.rows import Case
from surveys.cases.lifecycle import Refusal

router = Router(name="support chat")
commands = Router(name="support chat commands")
talk = Router(name="support chat talk")


class SupportChatOnly(BaseFilter):
    """A message in the support chat."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        return app.support is not None and message.chat.id == app.support.id


class TypedCommand(BaseFilter):
    """A command that was written here and to us: a forwarded one was somebody else's."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        return _is_command(message) and is_addressed(message, app.username)


class GroupMigrated(BaseFilter):
    """The note that the group became a supergroup under another id."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None


router.message.filter(SupportChatOnly())
router.edited_message.filter(SupportChatOnly())
commands.message.filter(TypedCommand())
router.include_routers(commands, talk)


@commands.message(command("take"))
async def take(message: Message, ctx: UpdateContext) -> None:
    """Take the case in whose topic the command was written, or that it replies to."""
    if (case := await _case_for_staff(ctx, message)) is None:
        return
    refusal = await steps.take(ctx, case)
    said = labels.refused(ctx.app, ctx.app.language, refusal) if refusal else labels.taken(ctx)
    case_lookup.answer(ctx, message, said, case=case)


@commands.message(command("close"))
async def close(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Close the case of the topic or reply; the cause behind the command is asked for if it is unknown."""
    if (case := await _case_for_staff(ctx, message)) is None:
        return
    cause = labels.cause(ctx.app, command.args)
    refusal = await steps.close(ctx, case, cause)
    if refusal in (Refusal.NO_CAUSE, Refusal.UNKNOWN_CAUSE):
        asked = labels.refused(ctx.app, ctx.app.language, refusal)
        case_lookup.answer(ctx, message, asked, causes_keyboard(case, ctx.app), case=case)
        return
    said = labels.refused(ctx.app, ctx.app.language, refusal) if refusal else labels.closed(ctx.app, cause)
    case_lookup.answer(ctx, message, said, case=case)


@commands.message(command("cases"))
async def list_cases(message: Message, ctx: UpdateContext) -> None:
    if ctx.role is not None:
        case_list.order_board(ctx, message, ctx.app.language, case_lookup.thread_of(message))


@commands.message(command("case"))
async def show_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    if ctx.role is not None:
        for page in await case_list.history(ctx, ctx.app.language, command.args):
            case_lookup.answer(ctx, message, page)


@commands.message()
async def unknown(message: Message, ctx: UpdateContext) -> None:
    """Answer a command that nobody knows: a mistyped one must not reach a customer."""
    if ctx.role is not None:
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-commands"))


@talk.message(GroupMigrated())
async def moved(message: Message, ctx: UpdateContext) -> None:
    """Follow the support chat to its new id."""
    if message.migrate_to_chat_id is not None:
        await supergroup.follow(ctx, message.chat.id, message.migrate_to_chat_id)


@talk.message()
async def said(message: Message, ctx: UpdateContext) -> None:
    """Send on to the customer what staff say in a case; everything else is talk among colleagues."""
    content = content_of(message, ctx.app, ctx.album)
    if content is None or message.is_automatic_forward or await staff_notes.stays_inside(ctx, message):
        return
    case = None if _is_command(message) else await case_lookup.case_here(ctx, message)
    if case is None:
        if ctx.role is not None and await case_lookup.is_reply_to_waiting_list(ctx, message):
            case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-waiting-list"))
        return
    if ctx.role is None:
        await case_lookup.decline(ctx, case, message)
    elif (held := await _held(ctx, message)) is not None:
        staff_notes.remember_album(ctx, message)
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, held), case=case)
    else:
        await staff_reply.answer(ctx, case, content, message)


@talk.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Tell staff that an edit of what was passed on does not reach the customer."""
    case = await case_lookup.case_of(ctx, message)
    if case is not None and ctx.role is not None:
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-edited"), case=case)


async def _held(ctx: UpdateContext, message: Message) -> str | None:
    """The text that says why a message does not go to the customer; None for one that does."""
    if message.forward_origin is not None or message.external_reply is not None:
        return "support-forward"
    if any(map(staff_notes.contains_note, (message, *ctx.album))):
        return "support-note-inside"
    return "support-elsewhere" if await staff_notes.replies_elsewhere(ctx, message) else None


async def _case_for_staff(ctx: UpdateContext, message: Message) -> Case | None:
    """The case that a command of enrolled staff is about; everybody else is told why nothing happens."""
    case = await case_lookup.case_here(ctx, message)
    if ctx.role is None:
        if case is not None:
            await case_lookup.decline(ctx, case, message)
        return None
    if case is None:
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-no-case"))
    return case


def _is_command(message: Message) -> bool:
    text = message.text or ""
    return text.startswith("/") and not staff_notes.is_note(message) and message.forward_origin is None
