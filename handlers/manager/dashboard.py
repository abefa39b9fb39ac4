"""`/dashboard`: all reports on one page, ordered here and written by a job."""

from aiogram import Router
from aiogram.types import Message

from handlers.shared.filters import StaffOnly, command, reads_numbers
from handlers.shared.update_context import UpdateContext
from reports.job import PageJob
from storage.rows import Job

router = Router(name="dashboard")


@router.message(command("dashboard"), StaffOnly(reads_numbers))
async def dashboard(message: Message, ctx: UpdateContext) -> None:
    """Order the page; whatever else is written is no matter, for its reader chooses on it."""
    job = PageJob(ctx.language, ctx.now, ctx.chat_id, ctx.customer.id)
    ctx.effects.add(Job(ctx.ids.next(), job.kind, job.to_json(), ctx.now, key=job.key))
    ctx.reply(ctx.text("page-ordered"))
