"""What a customer wrote in one go is one thing to staff: read, answered and made a case of together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from reports.file_labels import label_of_file
from storage.cases.feedback import FeedbackEntry
from storage.engines.database import Connection
from storage.people import customers, staff
from storage.rows import Feedback
from surveys.cases.feedback import FeedbackKind, FeedbackState
from surveys.questions.message_kind import MessageKind
from texts.catalogue import Texts
from texts.durations import duration
from texts.quoting import inline, quoted

_PAUSE: Final = timedelta(minutes=10)
"""After a longer one a message is a new matter."""
_NAME: Final = 40
_FILES: Final = frozenset(MessageKind) - {MessageKind.TEXT, MessageKind.EDITED, MessageKind.WISH}


@dataclass(frozen=True, slots=True)
class FeedbackGroup:
    entries: Sequence[FeedbackEntry]
    """The oldest first; at least one."""

    @property
    def first(self) -> Feedback:
        return self.entries[0].feedback

    @property
    def last(self) -> Feedback:
        return self.entries[-1].feedback

    @property
    def ids(self) -> list[int]:
        return [one.feedback.id for one in self.entries]

    def head(self, texts: Texts, language: str, now: datetime) -> str:
        """Who said it, what it is, and how long ago: `Анна · пожелание · 3 дн.`"""
        age = duration(texts, language, (now - self.first.received_at).total_seconds())
        return f"{self.title(texts, language)} · {age}"

    def title(self, texts: Texts, language: str) -> str:
        """Who said it and what it is: `Анна · пожелание`."""
        return f"{inline(self.entries[0].customer, _NAME)} · {self._kind(texts, language)}"

    def words(self, texts: Texts, language: str) -> str:
        """What was said, a line a message, with the names of files."""
        return "\n".join(_line(one, texts, language) for one in self.entries)

    def outcome(self, texts: Texts, language: str, names: Mapping[int, str]) -> str | None:
        """What became of it, and by whom; None while nobody has read it."""
        name = inline(names.get(self.first.seen_by or 0))
        match self.first.state:
            case FeedbackState.NEW:
                return None
            case FeedbackState.SEEN:
                return texts.text(language, "inbox-seen-by", name=name)
            case FeedbackState.ANSWERED:
                return texts.text(language, "inbox-answered-by", name=name)
            case FeedbackState.CASE:
                return texts.text(language, "inbox-part-of-case")

    def _kind(self, texts: Texts, language: str) -> str:
        match self.first.kind:
            case FeedbackKind.WISH:
                return texts.text(language, "inbox-wish")
            case FeedbackKind.MESSAGE:
                return texts.text(language, "inbox-message")
            case FeedbackKind.COMMENT if (score := self.entries[0].score) is not None:
                return texts.text(language, "inbox-comment", score=str(score.score), scale=str(score.scale))
            case FeedbackKind.COMMENT:
                return texts.text(language, "inbox-comment-unscored")


def grouped(entries: Iterable[FeedbackEntry], *, by_state: bool = True) -> list[FeedbackGroup]:
    """The entries by what was said in one go, in the order in which these begin in the list.

    Unless told otherwise, what staff dealt with apart is apart.
    """
    groups: list[list[FeedbackEntry]] = []
    latest: dict[tuple[object, ...], list[FeedbackEntry]] = {}
    for one in entries:
        said = one.feedback
        key = (said.customer_id, said.kind, *((said.state, said.seen_by) if by_state else ()))
        group = latest.get(key)
        if group is None or not _continues(group[-1].feedback, said):
            group = latest[key] = []
            groups.append(group)
        group.append(one)
    return [FeedbackGroup(sorted(group, key=lambda one: one.feedback.id)) for group in groups]


def names_of_staff(connection: Connection, groups: Iterable[FeedbackGroup]) -> dict[int, str]:
    """Names of whoever dealt with these, by Telegram id, also of those who have left the team since."""
    names = {member.telegram_id: member.name or "" for member in staff.members(connection)}
    for telegram_id in {group.first.seen_by for group in groups}:
        if telegram_id is not None and not names.get(telegram_id):
            person = customers.customer(connection, telegram_id)
            names[telegram_id] = (person.name if person else None) or str(telegram_id)
    return names


def _continues(before: Feedback, said: Feedback) -> bool:
    return said.kind is FeedbackKind.MESSAGE and abs(said.received_at - before.received_at) <= _PAUSE


def _line(one: FeedbackEntry, texts: Texts, language: str) -> str:
    is_file = one.file_id is not None and one.media in _FILES
    label = label_of_file(texts, language, one.media) if is_file and one.media is not None else None
    edited = "✏️" if one.is_edit else None
    return " ".join(filter(None, [edited, label, quoted(one.words or "")]))
