"""`/surveys`: managers see, switch, preview, get and change surveys, journeys, offers and texts in the chat.

A file that is sent is checked and compared by a job, and counts once it is confirmed.
"""

from datetime import timedelta
from typing import Any, Final

from aiogram import Router
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery, Document, Message

from handlers.manager import content_screens as screens
from handlers.manager.imports import SentDocument
from handlers.shared import keyboards
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from reports.content_job import CHECK, ContentJob
from reports.screen import Screen
from storage import audit
from storage.content import content_drafts, content_files
from storage.people.names import names_of
from storage.rows import ContentDraft, Job
from storage.states import AuditAction, ContentDraftState
from storage.surveys import score_counts
from surveys.content.entry import ContentEntry, marked, place_of
from surveys.content.kinds import ContentKind
from texts.quoting import inline

commands = Router(name="surveys command")
router = Router(name="content files")
router.message.filter(PrivateChat())
buttons = Router(name="content buttons")

LARGEST: Final = 256 * 1024
"""In bytes: a file of all texts has a third of that."""
ENDINGS: Final = tuple({kind.ending for kind in ContentKind})
_NAME_SHOWN: Final = 60
_NAME_KEPT: Final = 100
_MONTH: Final = timedelta(days=30)


@commands.message(command("surveys"), StaffOnly(reads_numbers))
async def show_list(_: Message, ctx: UpdateContext) -> None:
    """Show all surveys, and the way to journeys, offers and texts."""
    shown = await _list(ctx, ContentKind.SURVEY)
    ctx.reply(shown.text, keyboards.of_rows(shown.rows))


@router.message(SentDocument(ENDINGS, may_reply=True))
async def take(_: Message, document: Document, ctx: UpdateContext) -> None:
    """Order a check of each file; what is found is told in the message that answers here."""
    for one in (document, *(other.document for other in ctx.album)):
        if one is not None and (one.file_name or "").lower().endswith(ENDINGS):
            _take(one, ctx)


def _take(document: Document, ctx: UpdateContext) -> None:
    name = (document.file_name or "")[-_NAME_KEPT:]
    if (document.file_size or 0) > LARGEST:
        most = LARGEST // 1024
        ctx.reply(ctx.text("content-too-large", name=inline(name, _NAME_SHOWN), most=most))
        return
    draft = ContentDraft(ctx.ids.next(), ctx.customer.id, ContentDraftState.ORDERED, ctx.now)
    _order(ctx.effects.add(draft), name, ctx, document.file_id)


def _order(draft: ContentDraft, name: str, ctx: UpdateContext, file_id: str | None = None) -> None:
    """Order a check, and say so in the message in which all is told about it."""
    job = _order_check(draft, name, ctx, file_id)
    ctx.reply(ctx.text("content-looking", name=inline(name, _NAME_SHOWN)), fills=job.place)


def _order_check(
    draft: ContentDraft, name: str, ctx: UpdateContext, file_id: str | None = None
) -> ContentJob:
    job = ContentJob(draft.id, ctx.language, ctx.chat_id, ctx.customer.id, name, file_id)
    ctx.effects.add(Job(ctx.ids.next(), CHECK, job.to_json(), ctx.now, key=f"{CHECK}:{draft.id}"))
    return job


@buttons.callback_query(PrivateChat(), Button(screens.WORD), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Do what a button says; returns what pops up at the tap."""
    step, _, about = rest.partition(":")
    what, _, version = about.partition(":")
    role = await role_now(ctx)
    if role is None or not role.reads_numbers:
        return ctx.text("content-gone")
    if step == screens.LIST:
        return await _show_kind(query, what, ctx)
    if step in (screens.TAKE, screens.LEAVE, screens.AGAIN):
        return await _decide(query, step, keyboards.number_in(what), ctx)
    entry = next((one for one in ctx.app.content.values() if one.code == what), None)
    if entry is None:
        return ctx.text("content-gone")
    if version and keyboards.number_in(version) != entry.version:
        await _show(query, ctx, entry)
        return ctx.text("content-stale")
    return await _do(query, step, entry, ctx)


async def _do(query: CallbackQuery, step: str, entry: ContentEntry, ctx: UpdateContext) -> str | None:
    match step:
        case screens.OPEN:
            await _show(query, ctx, entry)
        case screens.SURE if screens.can_be_switched(ctx.app, entry):
            _put(query, ctx, screens.asked_to_switch_off(ctx.app, ctx.language, entry))
        case screens.SWITCH if screens.can_be_switched(ctx.app, entry):
            return await _switch(query, ctx, entry)
        case screens.FILE:
            return _send(ctx, entry)
        case screens.BACK:
            return await _go_back(ctx, entry)
        case _:
            return ctx.text("content-gone")
    return None


# What counts now -----------------------------------------------------------------------------------


async def _show_kind(query: CallbackQuery, what: str, ctx: UpdateContext) -> str | None:
    if what not in tuple(ContentKind):
        return ctx.text("content-gone")
    _put(query, ctx, await _list(ctx, ContentKind(what)))
    return None


async def _list(ctx: UpdateContext, kind: ContentKind) -> Screen:
    since = (ctx.now - _MONTH).astimezone(ctx.app.zone).date()
    answers = await ctx.run(score_counts.answers_since, since) if kind is ContentKind.SURVEY else {}
    return screens.listed(ctx.app, ctx.language, kind, answers)


async def _show(query: CallbackQuery, ctx: UpdateContext, entry: ContentEntry) -> None:
    _put(query, ctx, screens.opened(ctx.app, ctx.language, entry, await _name(ctx, entry.changed_by)))


async def _name(ctx: UpdateContext, telegram_id: int | None) -> str | None:
    if telegram_id is None:
        return None
    return (await ctx.run(names_of, [telegram_id])).get(telegram_id)


async def _switch(query: CallbackQuery, ctx: UpdateContext, entry: ContentEntry) -> str | None:
    is_on = not entry.is_on
    if not await _change(ctx, entry.kind, entry.name, entry.version, enabled=is_on):
        return ctx.text("content-stale")
    label = ctx.text("button-content-list")
    rows = [[keyboards.button(label, screens.data(screens.LIST, entry.kind.value))]]
    _put(query, ctx, Screen(ctx.text("content-switched", name=entry.name, state=_state(is_on)), rows))
    return None


def _state(is_on: bool) -> str:
    return "on" if is_on else "off"


async def _change(ctx: UpdateContext, kind: ContentKind, name: str, base: int, **values: Any) -> bool:
    """Whether it was still that version: then it is changed, and the audit log says by whom."""
    if not await ctx.write(content_files.change, (kind, name), base, by=ctx.chat_id, now=ctx.now, **values):
        return False
    details = {
        "version": base + 1,
        **({"enabled": values["enabled"]} if "content" not in values else {"file": "changed"}),
    }
    entry_id, subject = ctx.ids.next(), f"{kind}:{name}"
    await ctx.write(
        audit.record, entry_id, AuditAction.CONTENT_CHANGED, ctx.now,
        by=ctx.chat_id, subject=subject, details=details,
    )  # fmt: skip
    ctx.settings_changed = True
    return True


def _send(ctx: UpdateContext, entry: ContentEntry) -> str | None:
    """The file, with a line by which it is known when it comes back."""
    content = marked(entry, ctx.text("content-mark")).encode()
    document = BufferedInputFile(content, str(place_of(entry.key)))
    caption = ctx.text("content-caption")
    ctx.send(SendDocument(chat_id=ctx.chat_id, document=document, caption=caption, parse_mode=None))
    return None


async def _go_back(ctx: UpdateContext, entry: ContentEntry) -> str | None:
    """Offer what counted before, with the differences, as if it had been sent."""
    now = None if entry.content == entry.below else entry.content
    earlier = await ctx.run(content_files.before, entry.key, entry.version, now)
    content = entry.below if earlier is None or earlier.content is None else earlier.content
    if content is None or content == entry.content:
        return ctx.text("content-no-earlier")
    draft = ContentDraft(
        id=ctx.ids.next(),
        sender_id=ctx.customer.id,
        state=ContentDraftState.ORDERED,
        created_at=ctx.now,
        kind=entry.kind,
        name=entry.name,
        content=content,
    )
    _order(ctx.effects.add(draft), str(place_of(entry.key)), ctx)
    return None


# What was sent -------------------------------------------------------------------------------------


async def _decide(query: CallbackQuery, step: str, draft_id: int, ctx: UpdateContext) -> str | None:
    draft = await ctx.run(content_drafts.find, draft_id)
    if draft is None:
        ctx.send(put(query, ctx, ctx.text("content-gone")))
        return None
    if draft.sender_id != ctx.customer.id:
        return ctx.text("content-not-yours")
    if draft.state is not ContentDraftState.SHOWN or draft.kind is None or draft.content is None:
        return ctx.text("content-decided")
    name = str(place_of((draft.kind, draft.name or "")))
    match step:
        case screens.TAKE:
            return await _use(query, ctx, draft, draft.kind, draft.name or "", draft.content)
        case screens.LEAVE:
            await _move(ctx, draft, ContentDraftState.CANCELLED, content=None)
            ctx.send(put(query, ctx, ctx.text("content-left", name=name)))
        case _:
            await _move(ctx, draft, ContentDraftState.ORDERED)
            _order_check(draft, name, ctx)
    return None


async def _move(ctx: UpdateContext, draft: ContentDraft, after: ContentDraftState, **values: Any) -> None:
    await ctx.write(content_drafts.move, draft.id, [ContentDraftState.SHOWN], after, **values)


async def _use(
    query: CallbackQuery, ctx: UpdateContext, draft: ContentDraft, kind: ContentKind, name: str, content: str
) -> str | None:
    """Let it count from now on; what says the same as the file below leaves that to the file."""
    known = ctx.app.content.get((kind, name))
    values: dict[str, Any] = {"content": None if known is not None and content == known.below else content}
    if kind is ContentKind.JOURNEY:
        values["enabled"] = None
    if not await _change(ctx, kind, name, draft.base or 0, **values):
        _put(query, ctx, screens.meanwhile(ctx.app, ctx.language, draft.id))
        return None
    await _move(ctx, draft, ContentDraftState.TAKEN, content=None)
    label = ctx.text("button-content-list")
    rows = [[keyboards.button(label, screens.data(screens.LIST, kind.value))]]
    said = ctx.text("content-taken", name=str(place_of((kind, name))), kind=kind.value)
    _put(query, ctx, Screen(said, rows))
    return None


def _put(query: CallbackQuery, ctx: UpdateContext, shown: Screen) -> None:
    ctx.send(put(query, ctx, shown.text, keyboards.of_rows(shown.rows)))
