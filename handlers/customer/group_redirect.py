"""Customers' commands in a group: what they would say is nobody else's business."""

from typing import Final

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from handlers.customer.beginnings import BEGUN_BY
from handlers.shared.app_context import AppContext
from handlers.shared.filters import CommandOnly, GroupChat, command, is_addressed
from handlers.shared.update_context import UpdateContext

router = Router(name="group redirect")

_COMMANDS: Final = (*BEGUN_BY, "wish")


class AddressedCommand(BaseFilter):
    """A command for no other bot of the group, and not a post that a channel passes on by itself."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        return not message.is_automatic_forward and is_addressed(message, app.username)


router.message.filter(GroupChat(), CommandOnly(), AddressedCommand())


@router.message(command(*_COMMANDS))
async def redirect(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Answer with a link to the private chat; nothing is stored of whoever wrote."""
    link = f"https://t.me/{ctx.app.username}?start={command.command.lower()}"
    ctx.send_text(
        message.chat.id,
        ctx.text("come-over", link=link),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id,
    )
