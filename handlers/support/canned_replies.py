"""`/t`: ready answers, written down and deleted in the chat, looked at and sent to the customer of a case."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.cases import case_lookup, case_places
from handlers.shared import keyboards
from handlers.shared.content import Content, words_of
from handlers.shared.editing import settle
from handlers.shared.filters import Button
from handlers.shared.keyboards import Keyboard, number_in
from handlers.shared.update_context import UpdateContext
from handlers.support import (
    feedback_entry,
    labels,
    staff_notes,
    staff_reply,
    typed_commands,
    unconfirmed_reply,
)
from storage import audit
from storage.cases import canned_replies, cases
from storage.delivery import outbox
from storage.effects import Effects, flush
from storage.rows import CannedReply, Case, Place
from storage.states import AuditAction
from surveys.base36 import base36
from surveys.cases import canned_reply
from surveys.cases.canned_reply import LONGEST_NAME, LONGEST_TEXT, Addition, addition, deletion
from surveys.cases.lifecycle import StepRefusal
from surveys.cases.reference_code import reference_code
from surveys.language.languages import Language
from surveys.questions.message_kind import MessageKind
from texts.quoting import inline

router = Router(name="canned replies")

WORD: Final = "t"
"""How the data of its buttons begin: `t:<step>:<page or canned reply>:<number of the case>`, in base 36.

That which sends has a key of the text behind it: what is sent was read.
"""
_PAGE, _SHOW, _SEND = "page", "show", "send"
_SHOWN: Final = 10
_SHOWN_UNKNOWN: Final = 3
_KEY_BYTES: Final = 3
_NUMBERS: Final = 10**9
"""The numbers of cases are below this."""
_PLACEHOLDERS: Final = ", ".join(f"{{{one}}}" for one in canned_reply.PLACEHOLDERS)


async def obey(ctx: UpdateContext, message: Message, args: str | None) -> None:
    """Show the list, write one down, delete one, or send the one that is named."""
    said = (args or "").strip()
    if (added := addition(said)) is not None:
        await _add(ctx, message, added)
    elif (gone := deletion(said)) is not None:
        await _delete(ctx, message, gone)
    elif said:
        await _send_named(ctx, message, said)
    else:
        case = await _case(ctx, message)
        text, keyboard = await _list(ctx, message, 0, case)
        case_lookup.answer(ctx, message, text, keyboard, case=case)


@router.callback_query(Button(WORD))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Turn the page, show a canned reply as the customer would read it, or send it; returns what pops up."""
    if ctx.role is None:
        return labels.refused(ctx.app, ctx.language, StepRefusal.NOT_ENROLLED)
    message = query.message if isinstance(query.message, Message) else None
    step, *numbers = rest.split(":")
    key = numbers.pop() if len(numbers) == 3 else ""
    if message is None or len(numbers) != 2 or not feedback_entry.may_be_shown(ctx, message):
        return ctx.text("inbox-where")
    wanted, number = map(number_in, numbers)
    case = await ctx.run(cases.numbered, number) if 0 < number < _NUMBERS else None
    if step == _PAGE:
        settle(query, ctx, *await _list(ctx, message, wanted, case))
        return None
    found = await ctx.run(canned_replies.find, wanted)
    if found is None:
        return feedback_entry.say(ctx, message, "canned-gone")
    if step == _SEND and case is not None and message.chat.type != "private":
        return await _send_shown(query, ctx, message, found, case, key)
    settle(query, ctx, *await _preview(ctx, message, found, case))
    return None


async def _send_shown(
    query: CallbackQuery, ctx: UpdateContext, message: Message, found: CannedReply, case: Case, key: str
) -> str | None:
    """Send what the message shows, once; returns why not, None when it is sent."""
    text = await _filled(ctx, found, case)
    if key != _key(text):
        settle(query, ctx, *await _preview(ctx, message, found, case))
        return feedback_entry.say(ctx, message, "canned-changed")
    why = await staff_reply.why_not(ctx, case, _content(text))
    name = case_places.said(case.number, f"canned-{message.message_id}")
    is_sent = bool(await ctx.run(outbox.find_places, [name]))
    if why is not None or is_sent:
        return why or feedback_entry.say(ctx, message, "reply-gone")
    effects = Effects()
    effects.add(Place(name))
    await ctx.write(flush, [effects])
    settle(query, ctx, _shown_for(ctx, message, case, text))
    await unconfirmed_reply.answer(ctx, case, _content(text), message)
    return None


async def _add(ctx: UpdateContext, message: Message, added: Addition) -> None:
    replied = staff_notes.replied_to(message)
    text = added.text or (words_of(replied) if replied is not None else None)
    known = await ctx.run(canned_replies.named, added.name)
    if (fault := await _fault(ctx, message, added.name, text, is_new=known is None)) is not None:
        case_lookup.answer(ctx, message, fault)
        return
    language = added.language or Language(ctx.app.language)
    await ctx.write(
        canned_replies.put, ctx.ids.next(), added.name, language, text or "", ctx.chat_id, ctx.now
    )
    await _record(ctx, added.name)
    say = feedback_entry.say
    spoken = say(ctx, message, "language-ru" if language is Language.RU else "language-en")
    kept = say(ctx, message, "canned-kept", name=inline(added.name), spoken=spoken)
    case_lookup.answer(ctx, message, kept)


async def _fault(
    ctx: UpdateContext, message: Message, name: str, text: str | None, *, is_new: bool
) -> str | None:
    """Why it is not kept; None where it is."""
    say = feedback_entry.say
    if not text:
        return say(ctx, message, "canned-how")
    if len(name) > LONGEST_NAME:
        return say(ctx, message, "canned-long-name", most=LONGEST_NAME)
    if len(text) > LONGEST_TEXT:
        return say(ctx, message, "canned-long", most=LONGEST_TEXT)
    if unknown := canned_reply.unknown_placeholders(text):
        shown = ", ".join(f"{{{inline(one)}}}" for one in unknown[:_SHOWN_UNKNOWN])
        return say(ctx, message, "canned-unknown-placeholder", unknown=shown, known=_PLACEHOLDERS)
    if is_new and await ctx.run(canned_replies.count) >= canned_reply.AT_MOST:
        return say(ctx, message, "canned-many", most=canned_reply.AT_MOST)
    return None


async def _delete(ctx: UpdateContext, message: Message, name: str) -> None:
    if await ctx.write(canned_replies.remove, name):
        await _record(ctx, name)
        said = feedback_entry.say(ctx, message, "canned-deleted", name=inline(name))
    else:
        said = feedback_entry.say(ctx, message, "canned-none-named", name=inline(name))
    case_lookup.answer(ctx, message, said)


async def _send_named(ctx: UpdateContext, message: Message, said: str) -> None:
    """Send it as if whoever names it had written it; the answer shows the text."""
    name = canned_reply.name_of(said)
    found, case = await ctx.run(canned_replies.named, name), await _case(ctx, message)
    if found is None:
        unknown = feedback_entry.say(ctx, message, "canned-none-named", name=inline(name))
        case_lookup.answer(ctx, message, unknown)
    elif case is None:
        case_lookup.answer(ctx, message, *await _preview(ctx, message, found, None))
    else:
        text = await _filled(ctx, found, case)
        why = await staff_reply.why_not(ctx, case, _content(text))
        case_lookup.answer(ctx, message, why or _shown_for(ctx, message, case, text), case=case)
        if why is None:
            await unconfirmed_reply.answer(ctx, case, _content(text), message)


def _content(text: str) -> Content:
    """It is no message of the chat: an edit of the command changes nothing of it."""
    return Content(MessageKind.TEXT, text)


async def _list(
    ctx: UpdateContext, message: Message, page: int, case: Case | None
) -> tuple[str, Keyboard | None]:
    found: Sequence[CannedReply] = await ctx.run(canned_replies.canned_replies_by_name)
    if not found:
        return feedback_entry.say(ctx, message, "canned-none", known=_PLACEHOLDERS), None
    last = (len(found) - 1) // _SHOWN
    page = max(0, min(page, last))
    shown = found[page * _SHOWN : (page + 1) * _SHOWN]
    rows = [[keyboards.button(one.name, _data(_SHOW, one.id, case))] for one in shown]
    ways = [("◀", page - 1), ("▶", page + 1)]
    turns = [keyboards.button(sign, _data(_PAGE, to, case)) for sign, to in ways if 0 <= to <= last]
    return feedback_entry.say(ctx, message, "canned-list"), Keyboard.of([*rows, *([turns] if turns else [])])


async def _preview(
    ctx: UpdateContext, message: Message, found: CannedReply, case: Case | None
) -> tuple[str, Keyboard]:
    """What the customer would read, and a button that sends it; without a case the texts as they are."""
    say = feedback_entry.say
    back = keyboards.button(say(ctx, message, "button-canned-back"), _data(_PAGE, 0, case))
    if case is None or message.chat.type == "private":
        return "\n\n".join(filter(None, [found.name, found.ru, found.en])), Keyboard.of([[back]])
    text = await _filled(ctx, found, case)
    leads_to = f"{_data(_SEND, found.id, case)}:{_key(text)}"
    send = keyboards.button(say(ctx, message, "button-canned-send"), leads_to)
    head = say(ctx, message, "canned-preview", number=str(case.number))
    return f"{head}\n\n{text}", Keyboard.of([[send], [back]])


def _shown_for(ctx: UpdateContext, message: Message, case: Case, text: str) -> str:
    """The text below whom it is for: it may still wait until whoever sends it confirms that."""
    return f"{feedback_entry.say(ctx, message, 'canned-for', number=str(case.number))}\n\n{text}"


async def _filled(ctx: UpdateContext, found: CannedReply, case: Case) -> str:
    """The text in the customer's language, else in the other one."""
    customer = await ctx.run(cases.complainant, case.customer_id)
    texts = (found.ru, found.en) if customer.language == Language.RU else (found.en, found.ru)
    first_name = next(iter((customer.name or "").split()), None)
    text = next(filter(None, texts), "")
    return canned_reply.fill(text, inline(first_name) if first_name else None, reference_code(case.number))


async def _case(ctx: UpdateContext, message: Message) -> Case | None:
    """The case of the place, or of what the command replies to; None in private, and where there is none."""
    if message.chat.type == "private":
        return None
    subject = await typed_commands.subject_of(ctx, message, None)
    return None if isinstance(subject, str) else subject.case


def _key(text: str) -> str:
    return blake2b(text.encode(), digest_size=_KEY_BYTES).hexdigest()


def _data(step: str, wanted: int, case: Case | None) -> str:
    return f"{WORD}:{step}:{base36(wanted)}:{base36(case.number if case is not None else 0)}"


async def _record(ctx: UpdateContext, name: str) -> None:
    action = AuditAction.CANNED_REPLY_CHANGED
    await ctx.write(audit.record, ctx.ids.next(), action, ctx.now, by=ctx.chat_id, subject=name)
