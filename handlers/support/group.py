"""The support chat: what staff write there, and the commands in a case's topic."""

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject
from aiogram.types import Message

from handlers.cases import case_lookup, case_places, case_topic, supergroup
from handlers.cases.card import causes_keyboard
from handlers.shared.app_context import AppContext
from handlers.shared.content import Content, content_of
from handlers.shared.filters import StaffOnly, command
from handlers.shared.keyboards import Keyboard
from handlers.shared.update_context import UpdateContext
from handlers.support import (
    absence,
    canned_replies,
    case_join,
    case_list,
    case_severity,
    customer_look,
    feedback_list,
    feedback_reply,
    handover,
    labels,
    reply_edit,
    reply_undo,
    staff_case,
    staff_edits,
    staff_notes,
    staff_subject,
    steps,
    typed_commands,
    unconfirmed_reply,
)
from handlers.support.typed_commands import Subject
from storage.rows import Case
from surveys.cases.lifecycle import StepRefusal

router = Router(name="support chat")
commands = Router(name="support chat commands")
talk = Router(name="support chat talk")


class SupportChatOnly(BaseFilter):
    """A message in the support chat."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        return app.support is not None and app.support.is_in(message.chat.id)


class TypedCommand(BaseFilter):
    """A command that was written here and to us: a forwarded one was somebody else's."""

    async def __call__(self, message: Message, app: AppContext) -> bool:
        return typed_commands.is_command_to_us(message, app.username)


class GroupMigrated(BaseFilter):
    """The note that the group became a supergroup under another id."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None


class TopicEvent(BaseFilter):
    """The note that somebody closed the topic by hand."""

    async def __call__(self, message: Message) -> bool:
        person = message.from_user
        is_bot = person is not None and person.is_bot and message.sender_chat is None
        return message.forum_topic_closed is not None and not is_bot


router.message.filter(SupportChatOnly())
router.edited_message.filter(SupportChatOnly())
commands.message.filter(TypedCommand())
router.include_routers(commands, talk)


@commands.message(~StaffOnly())
async def decline(message: Message, ctx: UpdateContext) -> None:
    """Tell whoever is not enrolled why nothing happens."""
    case = await case_lookup.case_here(ctx, message)
    if case is not None:
        await case_lookup.decline(ctx, case, message)
    else:
        await case_lookup.decline_hidden(ctx, message)


@commands.message(command("take"))
async def take(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Take the case that the command names or replies to, or in whose topic it was written."""
    if (subject := await _subject(ctx, message, command)) is None:
        return
    refusal = await steps.take(ctx, subject.case)
    said = await labels.refused_of(ctx, subject.case, refusal) if refusal else await labels.taken(ctx)
    _answer(ctx, message, subject, said)


@commands.message(command("give"))
async def give(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Give the case to a colleague."""
    if (subject := await _subject(ctx, message, command)) is not None:
        await handover.give(ctx, message, subject)


@commands.message(command("merge"))
async def merge(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Join a case to another one of the same customer."""
    await case_join.merge(ctx, message, command.args)


@commands.message(command("about"))
async def mark_about(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Mark the case as one about a member of the staff."""
    if (subject := await _subject(ctx, message, command)) is not None:
        await staff_subject.mark(ctx, message, subject)


@commands.message(command("severity"))
async def set_severity(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Say how severe the case is."""
    if (subject := await _subject(ctx, message, command)) is not None:
        await case_severity.set_severity(ctx, message, subject)


@commands.message(command("close"))
async def close(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Close the case that it names or that is meant here; an unknown cause behind it is asked for."""
    if (subject := await _subject(ctx, message, command)) is None:
        return
    case, cause = subject.case, labels.cause(ctx.app, subject.words)
    refusal = await steps.close(ctx, case, cause)
    if refusal in (StepRefusal.NO_CAUSE, StepRefusal.UNKNOWN_CAUSE):
        asked = labels.refused(ctx.app, ctx.app.language, refusal)
        _answer(ctx, message, subject, asked, causes_keyboard(case, ctx.app))
        return
    said = await labels.refused_of(ctx, case, refusal) if refusal else labels.closed(ctx, cause)
    _answer(ctx, message, subject, said)


@commands.message(command("t"))
async def reply_by_name(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show, write down, delete or send a canned reply."""
    await canned_replies.obey(ctx, message, command.args)


@commands.message(command("undo"))
async def undo(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Take back the answer that the command replies to, else the last one of the case that is meant."""
    if (subject := await _subject(ctx, message, command)) is None:
        return
    subject = await reply_undo.subject_of_reply(ctx, message, subject)
    refusal = await reply_undo.undo(ctx, message, subject)
    if refusal is not None:
        _answer(ctx, message, subject, refusal)


@commands.message(command("cases"))
async def list_cases(message: Message, ctx: UpdateContext) -> None:
    case_list.order_board(ctx, message)


@commands.message(command("inbox"))
async def list_feedback(message: Message, ctx: UpdateContext) -> None:
    feedback_list.order_list(ctx, message)


@commands.message(command("case"))
async def show_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    number = case_list.number_in(command.args)
    _show_history(ctx, message, number, await case_list.history(ctx, ctx.app.language, command.args))


@commands.message(command("ref"))
async def show_case_of_code(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    """Show the case of a code that was said on the phone; one with a slip in it finds no other case."""
    found = await case_list.history_by_code(ctx, ctx.app.language, command.args)
    _show_history(ctx, message, *found)


@commands.message(command("customer"))
async def show_customer(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    await customer_look.order_card(ctx, message, command.args)


@commands.message(command("open"))
async def open_case(message: Message, command: CommandObject, ctx: UpdateContext) -> None:
    await staff_case.open_for(ctx, message, command.args)


@commands.message(command("help"))
async def show_help(message: Message, ctx: UpdateContext) -> None:
    """Tell how cases are handled in the support chat."""
    case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-help"))


@commands.message()
async def unknown(message: Message, ctx: UpdateContext) -> None:
    """Answer a command that nobody knows: a mistyped one must not reach a customer."""
    case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-commands"))


@talk.message(GroupMigrated())
async def moved(message: Message, ctx: UpdateContext) -> None:
    """Follow the support chat to its new id."""
    if message.migrate_to_chat_id is not None:
        await supergroup.follow(ctx, message.chat.id, message.migrate_to_chat_id)


@talk.message(TopicEvent())
async def topic_closed(message: Message, ctx: UpdateContext) -> None:
    """Ask for the cause where somebody closed the topic of an open case by hand.

    The topic is opened again until one of the team names it, whoever closed it, as administrators may who are
    hidden or not enrolled: the customer goes on writing there.
    """
    case = await case_lookup.case_here(ctx, message)
    if case is None or case.closed_at is not None or ctx.app.support is None:
        return
    await case_topic.set_closed(ctx, ctx.app.support, case, closed=False)
    refusal = await steps.close(ctx, case, None) if ctx.role is not None else StepRefusal.NO_CAUSE
    if refusal is not None:
        asked = await labels.refused_of(ctx, case, refusal)
        keyboard = causes_keyboard(case, ctx.app) if refusal is StepRefusal.NO_CAUSE else None
        case_lookup.answer(ctx, message, asked, keyboard, case=case)


@talk.message()
async def said(message: Message, ctx: UpdateContext) -> None:
    """Send on to the customer what staff say in a case; everything else is talk among colleagues."""
    content = content_of(message, ctx.app, ctx.album)
    if content is None or message.is_automatic_forward or typed_commands.is_command(message):
        return
    is_inside = await staff_notes.stays_inside(ctx, message)
    place = await feedback_reply.place_of(ctx, message)
    if is_inside:
        if ctx.role is not None and (place is not None or await case_lookup.case_here(ctx, message)):
            staff_notes.mark(ctx, message)
        return
    if place is not None:  # a reply to it is meant for its customer, whatever topic it stands in
        if ctx.role is not None:
            await _answer_feedback(ctx, message, content, place)
        return
    case = await case_lookup.case_here(ctx, message)
    if case is None:
        hint = await case_lookup.hint_outside(ctx, message) if ctx.role is not None else None
        if hint is not None:
            name = case_places.unsent(message.chat.id, message.message_id)
            case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, hint), name=name)
        return
    if ctx.role is None:
        await case_lookup.decline(ctx, case, message)
    elif (held := await _held(ctx, message, case)) is not None:
        staff_notes.remember_album(ctx, message)
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, held), case=case)
    else:
        await unconfirmed_reply.answer(ctx, case, content, message)
        await absence.remind(ctx, case, message)


@talk.edited_message()
async def edited(message: Message, ctx: UpdateContext) -> None:
    """Edit what the customer has of an answer; tell staff where an edit reaches nobody, and is no command."""
    if ctx.role is not None and await unconfirmed_reply.correct(ctx, message):
        return
    if ctx.role is not None and (stored := await reply_edit.reply_of(ctx, message)) is not None:
        await reply_edit.pass_on(ctx, message, stored)
        return
    hint = await staff_edits.hint(ctx, message) if ctx.role is not None else None
    if hint is not None:
        is_to_entry = await feedback_reply.place_of(ctx, message) is not None
        case = None if is_to_entry else await case_lookup.case_here(ctx, message)
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, hint), case=case)


async def _answer_feedback(ctx: UpdateContext, message: Message, content: Content, place: str) -> None:
    if any(map(staff_notes.contains_note, (message, *ctx.album))):
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, "support-note-inside"))
    else:
        await feedback_reply.answer(ctx, message, content, place)


async def _held(ctx: UpdateContext, message: Message, case: Case) -> str | None:
    """The text that says why a message does not go to the customer; None for one that does."""
    if message.forward_origin is not None or message.external_reply is not None:
        return "support-forward"
    if any(map(staff_notes.contains_note, (message, *ctx.album))):
        return "support-note-inside"
    if any(map(typed_commands.is_mistyped, (message, *ctx.album))):
        return "support-mistyped"
    return "support-elsewhere" if await staff_notes.replies_elsewhere(ctx, message, case) else None


def _show_history(ctx: UpdateContext, message: Message, number: int | None, pages: list[str]) -> None:
    """Answer with a case's history, so that a command in reply to it is about that case."""
    for page in pages:
        name = case_places.about(number, ctx.ids.next()) if number is not None else None
        case_lookup.answer(ctx, message, page, name=name)


async def _subject(ctx: UpdateContext, message: Message, command: CommandObject) -> Subject | None:
    """What a command is about; whoever names no case is told so."""
    subject = await typed_commands.subject_of(ctx, message, command.args)
    if isinstance(subject, str):
        case_lookup.answer(ctx, message, ctx.app.texts.text(ctx.app.language, subject))
        return None
    return subject


def _answer(
    ctx: UpdateContext, message: Message, subject: Subject, said: str, keyboard: Keyboard | None = None
) -> None:
    """Answer a command; where its case is not the one of this place, the answer names it."""
    case = subject.case
    if subject.is_here:
        case_lookup.answer(ctx, message, said, keyboard, case=case)
        return
    name = case_places.about(case.number, ctx.ids.next())
    case_lookup.answer(ctx, message, f"#{case.number}: {said}", keyboard, name=name)
