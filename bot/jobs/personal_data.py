"""A copy of what is stored about a person, who asked for it: a page to read and the whole as a document."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from bot.jobs.kind import Finish, JobContext, JobKind, Pool
from bot.jobs.replies import document
from storage.effects import Effects
from storage.engines.database import Connection
from storage.people import own_data
from storage.people.own_data import Rows
from storage.people.personal_data import DataSubject
from storage.rows import File
from surveys.language.languages import Language

_COUNTED: Final = ("answers", "messages", "cases", "orders", "files")


async def _collect(context: JobContext, args: Mapping[str, Any]) -> Finish:
    chat_id = int(args["chat_id"])
    person = DataSubject(int(args["customer"]), chat_id, context.clock.now())
    rows = await context.read(Pool.BULK, own_data.collect, person)
    content = json.dumps(rows, ensure_ascii=False, indent=2).encode()
    page = _page(context, Language(args["language"]), rows)
    return partial(_post, context=context, person=person, content=content, page=page)


def _page(context: JobContext, language: Language, rows: Rows) -> str:
    """How many of what, in the person's language."""
    [customer] = rows.get("customers") or [{}]
    counts = {name: len(rows.get(name, ())) for name in _COUNTED}
    name = customer.get("name") or "–"
    return context.contexts.current.texts.text(language, "mydata", name=name, **counts)


def _post(
    connection: Connection, context: JobContext, person: DataSubject, content: bytes, page: str
) -> Effects:
    effects, now = Effects(), context.clock.now()
    name, chat_id = f"otklik-{now:%Y-%m-%d}.json", person.telegram_id or 0
    file = effects.add(
        File(
            context.ids.next(), name, "application/json", now, content,
            size=len(content), customer_id=person.customer_id,
        )
    )  # fmt: skip
    effects.add(
        document(context.ids.next(), chat_id, file, now, customer_id=person.customer_id, caption=page)
    )
    return effects


PERSONAL_DATA: Final = JobKind("personal_data", Pool.BULK, _collect)
