"""The commands of staff outside the support chat: reading works in private, acting is told where."""

from collections.abc import Iterable

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message

from handlers.cases import case_places
from handlers.shared.filters import CommandOnly, PrivateChat, StaffOnly, command
from handlers.shared.message_copy import plain
from handlers.shared.update_context import UpdateContext
from handlers.support import canned_replies, case_list, customer_look, feedback_list, staff_case

router = Router(name="support commands elsewhere")
router.message.filter(CommandOnly(), StaffOnly())


@router.message(PrivateChat(), command("cases"))
async def list_cases(message: Message, ctx: UpdateContext) -> None:
    case_list.order_board(ctx, message)


@router.message(PrivateChat(), command("case"))
async def show_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    _show(
        ctx,
        message,
        case_list.number_in(command.args),
        await case_list.history(ctx, ctx.language, command.args),
    )


@router.message(PrivateChat(), command("ref"))
async def show_case_of_code(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    _show(ctx, message, *await case_list.history_by_code(ctx, ctx.language, command.args))


@router.message(PrivateChat(), command("customer"))
async def show_customer(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    await customer_look.order_card(ctx, message, command.args)


@router.message(PrivateChat(), command("open"))
async def open_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    await staff_case.open_for(ctx, message, command.args)


@router.message(PrivateChat(), command("t"))
async def show_canned_replies(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    await canned_replies.obey(ctx, message, command.args)


@router.message(PrivateChat(), command("inbox"))
async def list_feedback(message: Message, ctx: UpdateContext) -> None:
    feedback_list.order_list(ctx, message)


@router.message(command("inbox"))
async def tell_where_feedback(message: Message, ctx: UpdateContext) -> None:
    """Answer that customers' words are for the support group and private chats."""
    ctx.send_text(message.chat.id, ctx.text("inbox-where"), reply_to=message.message_id)


@router.message(command("take"))
@router.message(command("close"))
@router.message(command("undo"))
@router.message(command("cases"))
@router.message(command("case"))
@router.message(command("ref"))
@router.message(command("customer"))
@router.message(command("open"))
@router.message(command("t"))
@router.message(command("give"))
@router.message(command("merge"))
@router.message(command("about"))
@router.message(command("severity"))
async def tell_where(message: Message, ctx: UpdateContext) -> None:
    """Answer that the command works in the support chat, or that there is none yet."""
    name = "support-where" if ctx.app.support is not None else "support-where-none"
    ctx.send_text(message.chat.id, ctx.text(name), reply_to=message.message_id)


def _show(ctx: UpdateContext, message: Message, number: int | None, pages: Iterable[str]) -> None:
    """Show a case's history, so that words in reply to it are known to be about the case."""
    for page in pages:
        name = case_places.about(number, ctx.ids.next()) if number is not None else None
        ctx.send(plain(message.chat.id, page), fills=name)
