"""Topics of a forum group."""

from playground.chats import TOPIC_COLOR, Group, Topic
from playground.errors import bad_request
from playground.methods.addressing import writable
from playground.methods.registry import method
from playground.params import Params
from playground.shapes import Json
from playground.state import Telegram

NAME_LIMIT = 128


def _forum(telegram: Telegram, params: Params) -> Group:
    chat = writable(telegram, params)
    if not isinstance(chat, Group) or not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_is_admin or not chat.can_manage_topics:
        raise bad_request("not enough rights to create a topic")
    return chat


def _topic(group: Group, params: Params) -> Topic:
    topic = group.topics.get(params.number("message_thread_id") or 0)
    if topic is None or topic.deleted:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _note(telegram: Telegram, group: Group, topic: Topic, event: str, fields: dict[str, Json]) -> Json:
    telegram.service(group, telegram.bot_user, {event: fields}, thread_id=topic.id)
    telegram.feed.publish("topic", group)
    return True


@method("createForumTopic")
def create_forum_topic(telegram: Telegram, params: Params) -> Json:
    group = _forum(telegram, params)
    name = params.text("name").strip()[:NAME_LIMIT]
    if not name:
        raise bad_request("title must be non-empty")
    color = params.number("icon_color") or TOPIC_COLOR
    topic = group.create_topic(name, telegram.bot_user, color)
    telegram.feed.publish("topic", group)
    return topic.json()


@method("editForumTopic")
def edit_forum_topic(telegram: Telegram, params: Params) -> Json:
    group = _forum(telegram, params)
    topic = _topic(group, params)
    name = params.text("name").strip()[:NAME_LIMIT]
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name or topic.name
    return _note(telegram, group, topic, "forum_topic_edited", {"name": topic.name})


@method("closeForumTopic")
def close_forum_topic(telegram: Telegram, params: Params) -> Json:
    return _set_closed(telegram, params, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(telegram: Telegram, params: Params) -> Json:
    return _set_closed(telegram, params, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(telegram: Telegram, params: Params) -> Json:
    group = _forum(telegram, params)
    group.delete_topic(_topic(group, params))
    telegram.feed.publish("topic", group)
    return True


def _set_closed(telegram: Telegram, params: Params, *, closed: bool) -> Json:
    group = _forum(telegram, params)
    topic = _topic(group, params)
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    event = "forum_topic_closed" if closed else "forum_topic_reopened"
    return _note(telegram, group, topic, event, {})
