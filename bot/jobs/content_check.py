"""A file that a manager sent to be used: fetched, checked, and compared with what counts now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.delivery.bot_api_client import NotSent, Uncertain
from bot.jobs.downloads import fetched
from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import document, keyboard, reply
from handlers.manager import content_screens as screens
from handlers.manager.content_check import CheckedContent, check
from handlers.manager.content_files import LARGEST
from reports.content_job import CHECK, ContentJob
from reports.screen import Screen
from storage.content import content_drafts
from storage.effects import Effects
from storage.engines.database import Connection
from storage.people.names import names_of
from storage.rows import ContentDraft, File, OutboxRow
from storage.states import ContentDraftState
from surveys.content.entry import place_of
from texts.quoting import inline

_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class _Look:
    shown: Screen
    found: CheckedContent | None = None
    """None for what cannot be used."""


async def _check(context: JobContext, args: Mapping[str, Any]) -> Finish | None:
    job = ContentJob.from_json(args)
    draft = await context.database.read(content_drafts.find, job.draft)
    if draft is None or draft.state is not ContentDraftState.ORDERED:
        return None
    look = await _look(context, job, draft)
    found = look.found

    def finish(connection: Connection) -> Effects | None:
        ordered, after = [ContentDraftState.ORDERED], ContentDraftState.REFUSED
        values: dict[str, Any] = {"content": None}
        if found is not None:
            base = found.before.version if found.before is not None else 0
            kind, name = found.key
            values = {"content": found.content, "kind": kind, "name": name, "base": base}
            after = ContentDraftState.SHOWN
        if not content_drafts.move(connection, draft.id, ordered, after, **values):
            return None
        effects = Effects()
        effects.add(_edit(context, job, look.shown))
        if found is not None and screens.is_long(found):
            effects.add(_document(context, job, found, effects))
        return effects

    return finish


async def _look(context: JobContext, job: ContentJob, draft: ContentDraft) -> _Look:
    content = draft.content
    if content is None:
        try:
            content = (await fetched(context, job.file_id or "", LARGEST)).decode("utf-8-sig")
        except UnicodeDecodeError:
            return _refusal(context, job, "content-not-utf8")
        except (NotSent, Uncertain):
            return _refusal(context, job, "content-not-fetched")
    app, language = context.contexts.current, job.language
    # In a thread: a large file takes a while, and taps are answered meanwhile.
    name = job.name if draft.kind is None else str(place_of((draft.kind, draft.name or "")))
    source = content.replace("\r\n", "\n")
    found = await asyncio.to_thread(check, app, language, name, source)
    if draft.kind is not None and draft.name is not None:
        found = replace(found, mark=None)
    if found.faults:
        return _Look(screens.faulty(app, language, found))
    if found.before is not None and not found.diff:
        return _Look(screens.unchanged(app, language, found))
    changed_by = found.before.changed_by if found.before is not None else None
    names = await context.database.read(names_of, [changed_by]) if changed_by is not None else {}
    shown = screens.differences(app, language, draft.id, found, names.get(changed_by or 0))
    return _Look(shown, found)


def _refusal(context: JobContext, job: ContentJob, text_id: str) -> _Look:
    texts = context.contexts.current.texts
    return _Look(Screen(texts.text(job.language, text_id, name=inline(job.name, _NAME)), []))


def _edit(context: JobContext, job: ContentJob, shown: Screen) -> OutboxRow:
    row = reply(
        context.ids.next(),
        job.chat_id,
        shown.text,
        context.clock.now(),
        customer_id=job.customer_id,
        reply_markup=keyboard(shown.rows),
        parse_mode="HTML" if shown.is_html else None,
    )
    return replace(row, method="editMessageText", at=job.place, key=job.place)


def _document(context: JobContext, job: ContentJob, found: CheckedContent, effects: Effects) -> OutboxRow:
    """All differences line by line, where the message has no room for them."""
    now, content = context.clock.now(), found.diff.encode()
    name = f"{place_of(found.key)}.diff.txt"
    file = effects.add(File(context.ids.next(), name, "text/plain", now, content, size=len(content)))
    return document(context.ids.next(), job.chat_id, file, now, customer_id=job.customer_id)


def _give_up(context: JobContext, args: Mapping[str, Any]) -> Finish:
    """Whoever sent the file is told that it cannot be read."""
    job = ContentJob.from_json(args)

    def finish(connection: Connection) -> Effects | None:
        ordered = [ContentDraftState.ORDERED]
        if not content_drafts.move(connection, job.draft, ordered, ContentDraftState.REFUSED, content=None):
            return None
        effects = Effects()
        effects.add(_edit(context, job, _refusal(context, job, "content-not-fetched").shown))
        return effects

    return finish


CHECK_CONTENT: Final = JobKind(CHECK, Pool.NETWORK, _check, give_up=_give_up)
