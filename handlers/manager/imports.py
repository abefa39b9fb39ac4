"""A company's customers and orders by a file in the private chat: shown first, written once it is confirmed.

Nothing is read here: jobs fetch the file and read it in a process of their own.
"""

from typing import Any, Final

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Document, Message

from handlers.shared import keyboards
from handlers.shared.conversation_state import open_question
from handlers.shared.editing import put
from handlers.shared.filters import Button, PrivateChat, StaffOnly, command, reads_numbers
from handlers.shared.rights import role_now
from handlers.shared.update_context import UpdateContext
from reports.files.sent_table import BUTTON, ImportStep, SentTableJob
from storage.delivery import files
from storage.imports import sent_tables
from storage.rows import File, Job, SentTable
from storage.states import FileState, SentTableState
from surveys.records.amounts import DecimalMark
from surveys.records.instants import DayOrder
from surveys.records.records import RecordKind
from texts.quoting import inline

commands = Router(name="import command")
router = Router(name="imports")
router.message.filter(PrivateChat())
buttons = Router(name="import buttons")

ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
"""How the names of files end that may be tables; what they are is told from what stands in them."""
LARGEST: Final = 20 * 1024 * 1024
"""In bytes: Telegram hands over no larger file to a bot."""
LOOK: Final = "look_into_table"
IMPORT: Final = "import_table"
UNDO: Final = "undo_table"
"""Names of the jobs that are ordered."""
_NAME_SHOWN: Final = 60
_NAME_KEPT: Final = 200
_ANSWERS: Final[dict[ImportStep, dict[str, Any]]] = {
    ImportStep.AS_ORDERS: {"kind": RecordKind.ORDERS},
    ImportStep.AS_CUSTOMERS: {"kind": RecordKind.CUSTOMERS},
    ImportStep.DAY_FIRST: {"day_order": DayOrder.DAY_FIRST},
    ImportStep.MONTH_FIRST: {"day_order": DayOrder.MONTH_FIRST},
    ImportStep.COMMA: {"decimal_mark": DecimalMark.COMMA},
    ImportStep.POINT: {"decimal_mark": DecimalMark.POINT},
}
"""What a button says about the file, which is looked into again then."""


class SentDocument(BaseFilter):
    """A file of these endings that a manager sends; the handler gets it as `document`.

    What answers a question of a survey or replies to something belongs there, unless it `may_reply`.
    """

    def __init__(self, endings: tuple[str, ...], *, may_reply: bool = False) -> None:
        self.endings = endings
        self.may_reply = may_reply

    async def __call__(self, message: Message, ctx: UpdateContext) -> bool | dict[str, Any]:
        document = message.document
        if document is None or ctx.role is None or not ctx.role.reads_numbers:
            return False
        if not (document.file_name or "").lower().endswith(self.endings):
            return False
        question = open_question(ctx)
        is_reply = message.reply_to_message is not None or (question is not None and question.kind.is_open)
        return {"document": document} if self.may_reply or not is_reply else False


@commands.message(command("import"), StaffOnly(reads_numbers))
async def explain(_: Message, ctx: UpdateContext) -> None:
    """Answer what can be sent, and what becomes of it."""
    ctx.reply(ctx.text("import-how"))


@router.message(SentDocument(ENDINGS))
async def take(_: Message, document: Document, ctx: UpdateContext) -> None:
    """Order a look into the file; what is found is told in the message that answers here."""
    name = (document.file_name or "")[-_NAME_KEPT:]
    if (document.file_size or 0) > LARGEST:
        ctx.reply(ctx.text("import-file-too-large", file=inline(name, _NAME_SHOWN)))
        return
    table = ctx.effects.add(SentTable(ctx.ids.next(), ctx.customer.id, SentTableState.ORDERED, ctx.now))
    ctx.effects.add(
        File(
            id=table.id,
            name=name,
            media_type="application/octet-stream",
            created_at=ctx.now,
            telegram_file_id=document.file_id,
            state=FileState.ORDERED,
            size=document.file_size,
        )
    )
    job = _order(LOOK, table.id, name, ctx)
    ctx.reply(ctx.text("import-looking", file=inline(name, _NAME_SHOWN)), fills=job.place)


@buttons.callback_query(PrivateChat(), Button(BUTTON), StaffOnly(reads_numbers))
async def press(query: CallbackQuery, rest: str, ctx: UpdateContext) -> str | None:
    """Take the step that a button asks for, once; returns what pops up at the tap."""
    step, _, number = rest.partition(":")
    role = await role_now(ctx)
    if step not in tuple(ImportStep) or role is None or not role.reads_numbers:
        return ctx.text("import-gone")
    table = await ctx.run(sent_tables.find, keyboards.number_in(number))
    file = await ctx.run(files.find, table.id) if table is not None else None
    if table is None or file is None:
        ctx.send(put(query, ctx, ctx.text("import-gone")))
        return None
    if table.sender_id != ctx.customer.id:
        return ctx.text("import-not-yours")
    if not await _decide(query, ImportStep(step), table, file, ctx):
        return ctx.text("import-decided")
    return ctx.text("import-again") if ImportStep(step) in _ANSWERS else None


async def _decide(
    query: CallbackQuery, step: ImportStep, table: SentTable, file: File, ctx: UpdateContext
) -> bool:
    """Whether the file still waited for a decision, and this one was it."""
    job: str | None
    said: str | None
    match step:
        case ImportStep.CONFIRM:
            if table.records is None:
                return False
            after, job, said = SentTableState.CONFIRMED, IMPORT, "import-running"
        case ImportStep.UNDO:
            after, job, said = SentTableState.UNDOING, UNDO, "import-undoing"
        case ImportStep.CANCEL:
            after, job, said = SentTableState.CANCELLED, None, "import-cancelled"
        case _:
            after, job, said = SentTableState.ORDERED, LOOK, None
    before = SentTableState.DONE if step is ImportStep.UNDO else SentTableState.SHOWN
    if not await ctx.write(sent_tables.move, table.id, [before], after, **_ANSWERS.get(step, {})):
        return False
    if job is not None:
        _order(job, table.id, file.name, ctx)
    else:
        await ctx.write(files.leave, table.id, file.size)
    if said is not None:
        ctx.send(put(query, ctx, ctx.text(said, file=inline(file.name, _NAME_SHOWN))))
    return True


def _order(kind: str, table_id: int, name: str, ctx: UpdateContext) -> SentTableJob:
    job = SentTableJob(table_id, ctx.language, ctx.chat_id, ctx.customer.id, name)
    ctx.effects.add(Job(ctx.ids.next(), kind, job.to_json(), ctx.now, key=f"{kind}:{table_id}"))
    return job
