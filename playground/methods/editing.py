"""Changing and deleting what the bot has sent."""

from dataclasses import replace

from playground.chats import Chat, Group, PrivateChat
from playground.errors import bad_request
from playground.keyboards import read_markup
from playground.messages import Content, Message
from playground.methods.addressing import message_of, writable
from playground.methods.media import input_media
from playground.methods.registry import method
from playground.methods.sending import caption_of, text_of
from playground.params import Params
from playground.shapes import Json, JsonObject
from playground.state import Telegram

DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def _editable(telegram: Telegram, params: Params) -> Message:
    message = message_of(writable(telegram, params), params, "edit")
    if not message.from_bot or message.service is not None or message.origin is not None:
        raise bad_request("message can't be edited")
    return message


def _apply(telegram: Telegram, message: Message, content: Content, markup: JsonObject | None) -> Json:
    """An edit without a keyboard takes the keyboard away, as in Telegram."""
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    shown = markup if markup and markup["inline_keyboard"] else None
    if content == message.content and shown == message.markup:
        raise bad_request(NOT_MODIFIED)
    message.markup = shown
    message.edit(content, telegram.clock.now())
    message.chat.announce("edited", message)
    return message.json()


@method("editMessageText", limited=True)
def edit_message_text(telegram: Telegram, params: Params) -> Json:
    message = _editable(telegram, params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    content = Content(text_of(params, too_long="MESSAGE_TOO_LONG"))
    return _apply(telegram, message, content, read_markup(params))


@method("editMessageCaption", limited=True)
def edit_message_caption(telegram: Telegram, params: Params) -> Json:
    message = _editable(telegram, params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    content = replace(message.content, text=caption_of(params))
    return _apply(telegram, message, content, read_markup(params))


@method("editMessageReplyMarkup", limited=True)
def edit_message_reply_markup(telegram: Telegram, params: Params) -> Json:
    message = _editable(telegram, params)
    return _apply(telegram, message, message.content, read_markup(params))


@method("editMessageMedia", limited=True)
def edit_message_media(telegram: Telegram, params: Params) -> Json:
    message = _editable(telegram, params)
    fields = params.object("media")
    if fields is None:
        raise bad_request("media is empty")
    content = input_media(telegram, Params(fields, params.uploads))
    return _apply(telegram, message, content, read_markup(params))


@method("deleteMessage")
def delete_message(telegram: Telegram, params: Params) -> Json:
    chat = writable(telegram, params)
    message = message_of(chat, params, "delete")
    if not _deletable(telegram, chat, message):
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    chat.announce("deleted", message)
    return True


def _deletable(telegram: Telegram, chat: Chat, message: Message) -> bool:
    if telegram.clock.now() - message.date > DELETE_SECONDS:
        return False
    may_delete_others = isinstance(chat, PrivateChat) or (isinstance(chat, Group) and chat.bot_is_admin)
    return message.from_bot or may_delete_others
