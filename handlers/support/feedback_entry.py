"""What one customer said outside cases, shown whole to staff, with what can be done about it."""

from collections.abc import Iterator, Sequence
from typing import Any

from aiogram.methods import EditMessageCaption, EditMessageText, TelegramMethod
from aiogram.types import Message

from handlers.cases import case_lookup
from handlers.cases.case_topic import name_of
from handlers.cases.feedback_places import EntryRange, entry_place
from handlers.shared import keyboards
from handlers.shared.content import Content
from handlers.shared.message_copy import NO_PREVIEW, carried, is_file
from handlers.shared.update_context import UpdateContext
from reports import feedback_list
from reports.feedback_groups import FeedbackGroup, names_of_staff
from storage.cases import cases, feedback
from storage.cases.feedback import FeedbackEntry
from surveys.cases.feedback import FeedbackState
from surveys.questions.message_kind import MessageKind
from texts.quoting import inline


def may_be_shown(ctx: UpdateContext, message: Message) -> bool:
    """Whether customers' words may be shown where the message is: in private or in the support group."""
    support = ctx.app.support
    return message.chat.type == "private" or (support is not None and message.chat.id == support.id)


def language_in(ctx: UpdateContext, message: Message) -> str:
    """The language of the chat: the reader's in private, the staff's in a group."""
    return ctx.language if message.chat.type == "private" else ctx.app.language


def say(ctx: UpdateContext, message: Message, text_id: str, **values: Any) -> str:
    """The interface text of that id in the language of the chat."""
    return ctx.app.texts.text(language_in(ctx, message), text_id, **values)


async def show(ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry]) -> None:
    """Send it whole, with its files. A reply to any of these messages is for the customer."""
    methods = list(_methods(message.chat.id, FeedbackGroup(entries), await _text(ctx, message, entries)))
    methods[-1] = methods[-1].model_copy(update={"reply_markup": keyboard(ctx, message, entries)})
    for method in methods:
        thread = {"message_thread_id": case_lookup.thread_of(message)}
        place = entry_place(message.chat.id, range_of(entries), ctx.ids.next())
        ctx.send(method.model_copy(update=thread), fills=place)


def keyboard(
    ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry], *, is_new: bool | None = None
) -> keyboards.Keyboard:
    """What can still be done with it; `is_new` where that is known better than by the entries."""
    state, where = entries[0].feedback.state, range_of(entries)
    row = []
    if state is FeedbackState.NEW if is_new is None else is_new:
        row.append(_button(ctx, message, "button-inbox-seen", feedback_list.SEEN, where))
    if state is not FeedbackState.CASE:
        row.append(_button(ctx, message, "button-inbox-case", feedback_list.CASE, where))
    return keyboards.Keyboard.of([row] if row else [])


def range_of(entries: Sequence[FeedbackEntry]) -> EntryRange:
    """The ids of the first and the last of these."""
    return EntryRange(entries[0].feedback.id, entries[-1].feedback.id)


def with_case(ctx: UpdateContext, message: Message, number: int) -> EditMessageText | EditMessageCaption:
    """The call that lets a message that shows it tell its case, where it is answered from now on."""
    shown = (message.text or message.caption or "").removesuffix(say(ctx, message, "inbox-reply-how"))
    text = f"{shown.rstrip()}\n\n{say(ctx, message, 'inbox-case-done', number=str(number))}".strip()
    chat_id, message_id = message.chat.id, message.message_id
    if message.text is None:
        return EditMessageCaption(chat_id=chat_id, message_id=message_id, caption=text, parse_mode=None)
    return EditMessageText(
        chat_id=chat_id, message_id=message_id, text=text, parse_mode=None, link_preview_options=NO_PREVIEW
    )


async def dealt_with(
    ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry], *, by_tap: bool = False
) -> str:
    """What became of it before, and by whom, for a colleague who comes second with words or a tap."""
    entries = await ctx.run(feedback.entries_between, *range_of(entries)) or entries
    known = entries[0].feedback
    if known.case_id is not None and (case := await ctx.run(cases.find_case, known.case_id)) is not None:
        return say(ctx, message, "inbox-already-case", number=str(case.number))
    name = inline(await ctx.run(name_of, known.seen_by or 0, ctx.customer))
    if known.state is not FeedbackState.ANSWERED:
        return say(ctx, message, "inbox-already-seen", name=name)
    return say(ctx, message, "inbox-answered-by" if by_tap else "inbox-already-answered", name=name)


async def _text(ctx: UpdateContext, message: Message, entries: Sequence[FeedbackEntry]) -> str:
    """Who said it and when, the words, what became of it, and how to answer."""
    group, language = FeedbackGroup(entries), language_in(ctx, message)
    names = await ctx.run(names_of_staff, [group])
    is_open = group.first.state is not FeedbackState.CASE
    parts = [
        group.head(ctx.app.texts, language, ctx.now),
        group.words(ctx.app.texts, language),
        group.outcome(ctx.app.texts, language, names),
        say(ctx, message, "inbox-reply-how") if is_open else None,
    ]
    return "\n\n".join(filter(None, parts))


def _methods(chat_id: int, group: FeedbackGroup, text: str) -> Iterator[TelegramMethod[Any]]:
    """A file with its words under it; of several the files first."""
    contents = [Content(one.media or MessageKind.TEXT, None, one.file_id) for one in group.entries]
    files = [content for content in contents if is_file(content)]
    if len(files) == 1:
        yield from carried(chat_id, files[0], text)
        return
    for content in files:
        yield from carried(chat_id, content, None)
    yield from carried(chat_id, Content(MessageKind.TEXT), text)


def _button(ctx: UpdateContext, message: Message, label: str, step: str, where: EntryRange) -> dict[str, str]:
    return keyboards.button(say(ctx, message, label), feedback_list.data(step, *where))
