"""What a customer wrote too fast to be read by the message, as staff get it: together, in few messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from aiogram.methods import SendDocument, TelegramMethod
from aiogram.types import BufferedInputFile

from handlers.cases import card, case_topic
from handlers.cases.card import CaseOverview
from handlers.cases.file_labels import left_label
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.content import Content, RepliedMessage, file_label
from handlers.shared.message_copy import is_file, plain, texts
from handlers.shared.update_context import Outgoing
from storage.cases import collected
from storage.delivery import files as stored_files
from storage.engines.database import Connection
from storage.rows import Message
from storage.states import Forwarding
from surveys.questions.message_kind import MessageKind
from texts.quoting import MESSAGE_LIMIT, inline, length, quoted

AT_ONCE: Final = 5
"""So many messages of a customer staff get one by one: within a minute, or while the group takes no more."""
_MESSAGES: Final = 500
_FILES: Final = 10
_PIECES: Final = 3
"""What is longer than so many messages goes as a file of text."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a customer wrote since staff got something last, oldest first.

    `shown` are the files of it that staff see now; `held` is how many of the case they see when they ask.
    """

    messages: Sequence[Message] = ()
    shown: Sequence[Message] = ()
    held: int = 0
    left: frozenset[str] = frozenset()
    """Files of it, by Telegram's ids, that we do not keep."""


def collected_of(connection: Connection, case_id: int) -> Digest:
    """Take what was collected about a case. Once files are held, later ones are held behind them."""
    taken = collected.take(connection, case_id, _MESSAGES, Forwarding.COLLECTED)
    files = [message for message in taken if is_file(content_of(message))]
    held = collected.count_held(connection, case_id)
    shown = [] if held else files[:_FILES]
    if later := [message.id for message in files[len(shown) :]]:
        collected.mark(connection, later, Forwarding.HELD)
    ours = [message.file_id for message in files if message.file_id]
    left = stored_files.left(connection, files[0].customer_id, ours) if files else frozenset()
    return Digest(taken, shown, held + len(later) if later else 0, left)


def held_of(connection: Connection, case_id: int) -> Digest:
    """Take the next files of a case that were held."""
    shown = collected.take(connection, case_id, _FILES, Forwarding.HELD)
    return Digest(shown=shown, held=collected.count_held(connection, case_id))


def render(app: AppContext, support: SupportChat, about: CaseOverview, digest: Digest) -> Iterator[Outgoing]:
    """The calls that show it in the case's topic: words, files, and how many more files there are."""
    for number, (content, method) in enumerate(_calls(app, support, about, digest)):
        first, shows = (digest.messages or digest.shown)[0], content.message_id if content else None
        version = first.id if content is not None and content.kind is MessageKind.EDITED else None
        yield case_topic.placed(about.case, method, f"{first.id}-{number}", shows=shows, version=version)


def words(support: SupportChat, about: CaseOverview, head: str, said: str) -> Iterator[TelegramMethod[Any]]:
    """The calls that show words under a heading; a file of text where they are long."""
    if length(said) <= _PIECES * MESSAGE_LIMIT:
        yield from texts(support.id, f"{head}\n{said}")
    else:
        document = BufferedInputFile(said.encode(), f"{about.case.number}.txt")
        yield SendDocument(chat_id=support.id, document=document, caption=head, parse_mode=None)


def content_of(message: Message) -> Content:
    """A stored message as what was sent."""
    replied = RepliedMessage(words=message.replied_to) if message.replied_to else None
    number = message.telegram_message_id
    return Content(message.kind, message.words, message.file_id, message_id=number, replied=replied)


def contents_of(messages: Sequence[Message]) -> list[Content]:
    """Stored messages as what was sent, those of an album as one."""
    albums = groupby(messages, key=lambda message: message.album_id or message.id)
    found = ([content_of(message) for message in album] for _, album in albums)
    return [replace(first, further=tuple(others)) for first, *others in found]


_Shown = tuple[Content | None, TelegramMethod[Any]]
"""A call with the message of the customer that it shows first; None where it shows none, or several."""


def _calls(app: AppContext, support: SupportChat, about: CaseOverview, digest: Digest) -> Iterator[_Shown]:
    if len(digest.messages) > 1 or (digest.messages and not digest.shown):
        yield from _words(app, support, about, digest)
    for content in contents_of(digest.shown):
        yield from case_topic.brought(support, about, content)
    if digest.held:
        name = inline(about.customer.name)
        said = app.texts.text(app.language, "digest-held", name=name, n=digest.held)
        label = app.texts.text(app.language, "button-files", n=min(_FILES, digest.held))
        button = keyboards.one_button(label, card.data(card.FILES, about.case.number))
        yield None, plain(support.id, said, button)


def _words(app: AppContext, support: SupportChat, about: CaseOverview, digest: Digest) -> Iterator[_Shown]:
    messages = digest.messages
    if len(messages) == 1 and not is_file(content_of(messages[0])):
        is_edit = messages[0].kind is MessageKind.EDITED
        yield from case_topic.brought(support, about, content_of(messages[0]), is_edit=is_edit)
        return
    head = app.texts.text(app.language, "digest-head", name=inline(about.customer.name), n=len(messages))
    said = "\n".join(_line(app, message, digest.left) for message in messages)
    yield from ((None, method) for method in words(support, about, head, said))


def _line(app: AppContext, message: Message, left: frozenset[str]) -> str:
    attached = None
    if message.file_id in left:
        attached = left_label(app, message.kind)
    elif is_file(content_of(message)):
        attached = file_label(app, app.language, message.kind)
    edited = "✏️" if message.kind is MessageKind.EDITED else None
    replied = case_topic.replied_line(content_of(message))
    return " ".join(filter(None, [edited, replied, attached, quoted(message.words or "")]))
