"""From the ids in a call to the things that they name, or Telegram's sentence about their absence."""

from playground.chats import Chat, Group, Topic
from playground.errors import bad_request
from playground.messages import Message
from playground.params import Params
from playground.state import Telegram


def chat_of(telegram: Telegram, params: Params, name: str = "chat_id") -> Chat:
    """The chat, whether or not the bot may write there."""
    if not params.text(name):
        raise bad_request(f"{name} is empty")
    chat_id = params.number(name)
    chat = None if chat_id is None else telegram.chat(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable(telegram: Telegram, params: Params) -> Chat:
    chat = chat_of(telegram, params)
    chat.refuse_if_closed()
    return chat


def thread_of(chat: Chat, params: Params) -> Topic | None:
    topic = chat.topic(params.number("message_thread_id"))
    if topic and topic.closed and isinstance(chat, Group) and not chat.bot_is_admin:
        raise bad_request("TOPIC_CLOSED")
    return topic


def replied(chat: Chat, params: Params) -> Message | None:
    reply = params.object("reply_parameters") or {}
    message_id = reply.get("message_id", params.number("reply_to_message_id"))
    if message_id is None:
        return None
    message = chat.shown(message_id if isinstance(message_id, int) else None)
    optional = reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply")
    if message is None and not optional:
        raise bad_request("message to be replied not found")
    return message


def quote_of(params: Params, message: Message | None) -> str | None:
    """The part of the message that is replied to; None where the call names none."""
    quote = (params.object("reply_parameters") or {}).get("quote")
    if message is None or not isinstance(quote, str):
        return None
    if quote not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return quote


def message_of(chat: Chat, params: Params, to: str) -> Message:
    """`to` is what the call wanted: edit, delete, copy, forward, react."""
    if params.number("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = chat.shown(params.number("message_id"))
    if message is None:
        raise bad_request(f"message to {to} not found")
    return message
