"""Text messages, copies, forwards, chat actions, answers to taps."""

from playground.chats import Chat
from playground.entities import FormattedText, read_text
from playground.errors import bad_request
from playground.keyboards import read_markup
from playground.messages import Content, Message
from playground.methods.addressing import chat_of, message_of, quote_of, replied, thread_of, writable
from playground.methods.registry import method
from playground.params import Params
from playground.people import Toast
from playground.shapes import Json, JsonObject, utf16_length
from playground.state import Telegram

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
ANSWER_SECONDS = 15  # how long a tap waits for its answer; nobody documents it, users report 10 to 20
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def text_of(params: Params, *, too_long: str = "message is too long") -> FormattedText:
    text = read_text(params, "text", "entities")
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > TEXT_LIMIT:
        raise bad_request(too_long)
    return text


def caption_of(params: Params) -> FormattedText:
    caption = read_text(params, "caption", "caption_entities")
    if utf16_length(caption.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return caption


def deliver(
    telegram: Telegram,
    params: Params,
    content: Content,
    *,
    origin: JsonObject | None = None,
    album: str | None = None,
) -> Message:
    """Puts a message of the bot into the chat that the call names."""
    chat = writable(telegram, params)
    topic = thread_of(chat, params)
    reply_to = replied(chat, params)
    markup = read_markup(params)
    inherited = reply_to.thread_id if reply_to else None
    message = telegram.post(
        chat,
        telegram.bot_user,
        content,
        thread_id=topic.id if topic else inherited,
        reply_to=reply_to,
        quote=quote_of(params, reply_to),
        markup=markup if markup and markup.get("inline_keyboard") else None,
        origin=origin,
        album=album,
    )
    _change_reply_keyboard(chat, markup)
    return message


def _change_reply_keyboard(chat: Chat, markup: JsonObject | None) -> None:
    if markup and "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup and markup.get("remove_keyboard"):
        chat.reply_keyboard = None


@method("sendMessage", limited=True)
def send_message(telegram: Telegram, params: Params) -> Json:
    chat_of(telegram, params)
    return deliver(telegram, params, Content(text_of(params))).json()


@method("copyMessage", limited=True)
def copy_message(telegram: Telegram, params: Params) -> Json:
    source = message_of(chat_of(telegram, params, "from_chat_id"), params, "copy")
    if source.service is not None:
        raise bad_request("message can't be copied")
    text = source.content.text
    if source.media and params.has("caption"):
        text = caption_of(params)
    return {"message_id": deliver(telegram, params, Content(text, source.media)).id}


@method("forwardMessage", limited=True)
def forward_message(telegram: Telegram, params: Params) -> Json:
    source = message_of(chat_of(telegram, params, "from_chat_id"), params, "forward")
    if source.service is not None:
        raise bad_request("message can't be forwarded")
    origin: JsonObject = source.origin or {
        "type": "user",
        "sender_user": source.sender,
        "date": source.date,
    }
    return deliver(telegram, params, source.content, origin=origin).json()


@method("sendChatAction")
def send_chat_action(telegram: Telegram, params: Params) -> Json:
    chat = writable(telegram, params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    telegram.feed.publish("action", chat, note=params.text("action"))
    return True


@method("answerCallbackQuery")
def answer_callback_query(telegram: Telegram, params: Params) -> Json:
    tap = telegram.taps.get(params.text("callback_query_id"))
    if tap is None or tap.answered or telegram.clock.now() > tap.created + ANSWER_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if utf16_length(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answered = True
    tap.person.answered(tap.message, tap.data, Toast(text, params.flag("show_alert")))
    return True


@method("setMessageReaction")
def set_message_reaction(telegram: Telegram, params: Params) -> Json:
    chat = writable(telegram, params)
    message = chat.first_of_album(message_of(chat, params, "react"))
    reactions = params.array("reaction") or ()
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = None
    for reaction in reactions:
        if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
            raise bad_request("REACTION_INVALID")
        emoji = str(reaction.get("emoji"))
    message.reaction = emoji
    chat.announce("reaction", message)
    return True
