"""How the support group shows what customers say outside cases: in a topic of its own, as it comes."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from aiogram.methods import CreateForumTopic, EditMessageText

from handlers.cases import feedback_places
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.message_copy import NO_PREVIEW, plain
from handlers.shared.update_context import Outgoing
from reports import feedback_list
from reports.feedback_groups import FeedbackGroup
from surveys.cases.feedback import FeedbackState
from surveys.outreach.urgency import Urgency
from texts.quoting import shortened

GROUPS: Final = 5
"""What so many customers said stands in one message at most."""
_WHOLE: Final = 3000
_QUOTED: Final = 400


@dataclass(frozen=True, slots=True)
class StreamMessage:
    """A message of the group that shows what one or several customers said."""

    stream_id: int
    groups: Sequence[FeedbackGroup]
    """At least one."""
    names: Mapping[int, str]
    """Of whoever of the staff dealt with it, by Telegram id."""
    forgotten: Set[int] = frozenset()
    """The entries of those who had their data deleted."""


def opened(app: AppContext, support: SupportChat) -> Outgoing:
    """The call that makes the topic."""
    name = app.texts.text(app.language, "stream-topic")
    method = CreateForumTopic(chat_id=support.id, name=name)
    return Outgoing(method, Urgency.SERVICE, fills=feedback_places.stream_topic(support.id))


def posted(app: AppContext, support: SupportChat, shown: StreamMessage) -> Outgoing:
    """The call that shows it. A reply to what one customer said is for them."""
    method = plain(support.id, _text(app, shown), _keyboard(app, shown))
    fills = feedback_places.list_place(support.id, shown.stream_id)
    return Outgoing(method, Urgency.SERVICE, fills=fills, at=feedback_places.stream_topic(support.id))


def refreshed(app: AppContext, support: SupportChat, shown: StreamMessage) -> Outgoing:
    """The call that edits it to show what became of it."""
    method = EditMessageText(
        chat_id=support.id,
        message_id=0,  # its place knows it
        text=_text(app, shown),
        reply_markup=_keyboard(app, shown),
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    return Outgoing(method, Urgency.SERVICE, at=feedback_places.list_place(support.id, shown.stream_id))


def _text(app: AppContext, shown: StreamMessage) -> str:
    """One customer's words whole, as far as a message holds them; of several a number and a part of each."""
    if len(shown.groups) == 1:
        [group] = shown.groups
        parts = [f"📥 {_entry(app, shown, group, _WHOLE)}"]
        if _is_open(shown, group):
            parts.append(app.texts.text(app.language, "inbox-reply-how"))
        return "\n\n".join(parts)
    head = app.texts.text(app.language, "stream-head", n=len(shown.groups))
    entries = [
        f"{number}. {_entry(app, shown, group, _QUOTED)}"
        for number, group in enumerate(shown.groups, start=1)
    ]
    return "\n\n".join([head, *entries, app.texts.text(app.language, "inbox-how")])


def _entry(app: AppContext, shown: StreamMessage, group: FeedbackGroup, most: int) -> str:
    """Who said it and what it is, the words, and what became of it."""
    texts, language = app.texts, app.language
    if _is_forgotten(shown, group):
        return texts.text(language, "stream-forgotten")
    outcome = group.outcome(texts, language, shown.names)
    lines = [group.title(texts, language), shortened(group.words(texts, language), most), outcome]
    return "\n".join(filter(None, lines))


def _keyboard(app: AppContext, shown: StreamMessage) -> keyboards.Keyboard:
    """What can still be done with it; of several a number for each, which shows it whole."""
    rows = list(_entry_rows(app, shown) if len(shown.groups) == 1 else _list_rows(app, shown))
    return keyboards.Keyboard.of([row for row in rows if row])


def _entry_rows(app: AppContext, shown: StreamMessage) -> Iterator[list[dict[str, Any]]]:
    [group] = shown.groups
    if not _is_open(shown, group):
        return
    where = (group.first.id, group.last.id)
    seen = _button(app, "button-inbox-seen", feedback_list.SEEN, *where)
    yield [seen] if group.first.state is FeedbackState.NEW else []
    yield [
        _button(app, "button-inbox-answer", feedback_list.ANSWER, *where),
        _button(app, "button-inbox-case", feedback_list.CASE, *where),
    ]
    if any(one.file_id for one in group.entries):
        yield [_button(app, "button-inbox-files", feedback_list.OPEN, *where)]


def _list_rows(app: AppContext, shown: StreamMessage) -> Iterator[list[dict[str, Any]]]:
    yield [
        keyboards.button(str(number), feedback_list.data(feedback_list.OPEN, group.first.id, group.last.id))
        for number, group in enumerate(shown.groups, start=1)
        if not _is_forgotten(shown, group)
    ]
    if any(group.first.state is FeedbackState.NEW for group in shown.groups):
        yield [_button(app, "button-stream-all", feedback_list.SHOWN, shown.stream_id)]


def _button(app: AppContext, label: str, step: str, *numbers: int) -> dict[str, str]:
    return keyboards.button(app.texts.text(app.language, label), feedback_list.data(step, *numbers))


def _is_open(shown: StreamMessage, group: FeedbackGroup) -> bool:
    return group.first.state is not FeedbackState.CASE and not _is_forgotten(shown, group)


def _is_forgotten(shown: StreamMessage, group: FeedbackGroup) -> bool:
    return not shown.forgotten.isdisjoint(group.ids)
