"""`/link nps touchpoint:delivery`: a link that says what the answers are about, as words and as pictures."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile, Message

from handlers.shared.filters import StaffOnly, command, reads_numbers
from handlers.shared.update_context import UpdateContext
from reports import qr_codes
from storage.people import links
from storage.rows import Link
from surveys.errors import UserError
from surveys.language.languages import Language
from surveys.questions import deep_link, link_request

router = Router(name="made links")


@router.message(command("link"), StaffOnly(reads_numbers))
async def link(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Make the link that the words ask for; without any, say how to ask."""
    if not command.args:
        ctx.reply(ctx.text("link-usage", surveys=", ".join(survey.id for survey in ctx.app.catalogue)))
        return
    try:
        wanted = link_request.parse(command.args, ctx.app.catalogue)
        made = await ctx.write(links.make, ctx.ids.next(), wanted, ctx.customer.telegram_id, ctx.now)
    except UserError as error:
        ctx.reply("\n".join(ctx.app.texts.render(ctx.language, text) for text in error.texts))
        return
    address = deep_link.address(ctx.app.username, deep_link.SIGNED + made.token)
    _show(ctx, made.link, address)


def _show(ctx: UpdateContext, made: Link, address: str) -> None:
    """The link under its picture; one for everybody comes with a page to print."""
    picture = BufferedInputFile(qr_codes.png(address), "qr.png")
    caption = f"{_validity(ctx, made)}\n\n{address}"
    ctx.send(SendPhoto(chat_id=ctx.chat_id, photo=picture, caption=caption, parse_mode=None))
    if made.customer_id is None:
        page = qr_codes.page(address, made.touchpoint, ctx.app.catalogue, ctx.app.business, ctx.language)
        printed = qr_codes.html([page], ctx.app.business, ctx.text("link-print"), ctx.language)
        document = BufferedInputFile(printed, "link.html")
        said = ctx.text("link-print-how")
        ctx.send(SendDocument(chat_id=ctx.chat_id, document=document, caption=said, parse_mode=None))


def _validity(ctx: UpdateContext, made: Link) -> str:
    if made.expires_at is None:
        return ctx.text("link-made")
    local = made.expires_at.astimezone(ctx.app.zone)
    until = f"{local:%d.%m.%Y %H:%M}" if ctx.language is Language.RU else f"{local:%Y-%m-%d %H:%M}"
    return ctx.text("link-made-once" if made.customer_id is not None else "link-made-until", until=until)
