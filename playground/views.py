"""What phones show, as JSON for the page and for tests in other processes."""

from urllib.parse import quote

from playground.calls import Call
from playground.chats import Chat, Group
from playground.feed import Change
from playground.files import picture_size
from playground.messages import Media, Message
from playground.people import Person
from playground.shapes import Json, JsonObject
from playground.state import Telegram
from playground.updates import Update


def whole(telegram: Telegram) -> JsonObject:
    return {
        "bot": telegram.bot_user,
        "now": telegram.clock.now(),
        "speed": telegram.clock.speed,
        "network_fails": telegram.network_fails,
        "held": len(telegram.updates.waiting()),
        "cast": cast_view(telegram),
        "strip": strip_view(telegram),
        "people": [person_view(person) for person in telegram.people.values()],
        "groups": [group_view(group) for group in telegram.groups.values()],
    }


def cast_view(telegram: Telegram) -> JsonObject:
    """Who plays which part, by id."""
    cast = telegram.cast.whole(list(telegram.people.values()), list(telegram.groups.values()))
    return {
        "customers": [person.id for person in cast.customers],
        "groups": [group.id for group in cast.groups],
        "staff": [person.id for person in cast.staff],
        "managers": [person.id for person in cast.managers],
    }


def strip_view(telegram: Telegram) -> list[JsonObject] | None:
    if telegram.strip is None:
        return None
    return [{"id": item.id, "kind": item.kind, "stage": item.stage, "at": item.at} for item in telegram.strip]


def person_view(person: Person) -> JsonObject:
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language,
        "username": person.username,
        "started": person.started,
        "blocked": person.blocked,
        "toasts": [{"text": toast.text, "alert": toast.alert} for toast in person.toasts],
        "chat": chat_view(person.chat),
        "commands": person.telegram.menu(person.chat, person),
    }


def group_view(group: Group) -> JsonObject:
    return {
        "id": group.id,
        "title": group.title,
        "kind": group.kind,
        "forum": group.forum,
        "members": [
            {"id": person.id, "status": status, "commands": group.telegram.menu(group, person)}
            for person, status in group.members.values()
        ],
        "topics": [
            {**topic.json(), "closed": topic.closed} for topic in group.topics.values() if not topic.deleted
        ],
        "migrated_to": group.migrated_to.id if group.migrated_to else None,
        "chat": chat_view(group),
    }


def chat_view(chat: Chat) -> JsonObject:
    return {
        "id": chat.id,
        "messages": [message_view(message) for message in chat.messages],
        "keyboard": chat.reply_keyboard,
    }


def message_view(message: Message) -> JsonObject:
    return {
        "id": message.id,
        "from_bot": message.from_bot,
        "sender": {"id": message.sender["id"], "name": message.sender["first_name"]},
        "date": message.date,
        "edited": message.edited,
        "deleted": message.deleted,
        "received": message.received,
        "text": message.text or _contact_line(message),
        "entities": list(message.entities),
        "media": media_view(message.media) if message.media else None,
        "rows": [
            [
                {
                    "text": button.text,
                    "data": button.data,
                    "url": button.url,
                    "copied": button.copied,
                    "style": button.style,
                }
                for button in row
            ]
            for row in message.rows
        ],
        "reply_to": message.reply_to.id if message.reply_to else None,
        "topic": message.thread_id,
        "album": message.album,
        "forwarded": message.origin is not None,
        "reaction": message.reaction,
        "reactions": [
            {"person": person_id, "emoji": one.get("emoji", "⭐")}
            for person_id, given in message.reactions.items()
            for one in given
        ],
        "service": message.service,
    }


def _contact_line(message: Message) -> str:
    contact = message.content.contact
    return f"📱 {contact['first_name']}, +{contact['phone_number']}" if contact else ""


def media_view(media: Media) -> JsonObject:
    file = media.file
    width, height = picture_size(file.data) if media.kind == "photo" else (None, None)
    return {
        "kind": media.kind,
        "width": width,
        "height": height,
        "name": file.name,
        "mime": file.mime,
        "size": len(file.data),
        "url": f"/phone/file/{quote(file.path)}",
    }


def change_view(change: Change) -> JsonObject:
    keyboard: Json = change.chat.reply_keyboard if change.chat else None
    return {
        "what": change.what,
        "chat": change.chat.id if change.chat else None,
        "message": message_view(change.message) if change.message else None,
        "keyboard": keyboard,
        "note": change.note,
        "person": change.person.id if change.person else None,
    }


def update_view(update: Update) -> JsonObject:
    return {
        "id": update.id,
        "kind": update.kind,
        "created": update.created,
        "handed": update.handed,
        "confirmed": update.confirmed,
        "dropped": update.dropped,
        "chat": update.message.chat.id if update.message else None,
        "message": update.message.id if update.message else None,
    }


def call_view(call: Call) -> JsonObject:
    return {"method": call.method, "chat": call.chat_id, "at": call.at, "outcome": call.outcome}
