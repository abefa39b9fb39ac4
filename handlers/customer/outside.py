"""Customers' commands in a group: what they would say is nobody else's business."""

from typing import Final

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from handlers.filters import AnyCommand, command
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext

router = Router(name="outside")

_COMMANDS: Final = ("rate", "complain", "leave", "wish")


class InGroup(BaseFilter):
    async def __call__(self, message: Message) -> bool:
        return message.chat.type in ("group", "supergroup")


class ToUs(BaseFilter):
    """Not to another bot of the group, and not a post that a channel passes on by itself."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        _, _, addressee = (message.text or "").split(maxsplit=1)[0].partition("@")
        return not message.is_automatic_forward and addressee.lower() in ("", app.username.lower())


router.message.filter(InGroup(), AnyCommand(), ToUs())


async def come_over(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """One line with a link to the private chat; nothing is stored of whoever wrote."""
    link = f"https://t.me/{ctx.app.username}?start={command.command.lower()}"
    ctx.send_text(
        message.chat.id,
        ctx.text("come-over", link=link),
        thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_to=message.message_id,
    )


for _name in _COMMANDS:
    router.message.register(come_over, command(_name))
