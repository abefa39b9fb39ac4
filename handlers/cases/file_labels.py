"""Which files are fetched, and what is said of those that we do not keep."""

from typing import Final

from handlers.shared.app_context import AppContext
from handlers.shared.content import Content, file_label
from handlers.shared.file_quota import MEGABYTE, QUOTA_WINDOW
from handlers.shared.update_context import UpdateContext
from storage.delivery import files
from surveys.questions.message_kind import MessageKind

FETCHED: Final = frozenset({MessageKind.PHOTO, MessageKind.VOICE})
"""What people send as evidence is fetched; Telegram keeps the rest for us, under its file id."""


def left_label(app: AppContext, kind: MessageKind) -> str:
    """What staff are told of a file that is more than we keep of one customer."""
    file, quota = file_label(app, app.language, kind).strip("[]"), app.file_quota
    return app.texts.text(
        app.language, "file-not-kept", file=file, megabytes=quota.size // MEGABYTE, n=quota.count
    )


async def note_of_file(ctx: UpdateContext, content: Content) -> str | None:
    """What staff are told of a file that comes now; None where it is kept, or is none that we keep."""
    if content.file_id is None or content.kind not in FETCHED:
        return None
    used = await ctx.run(files.usage, ctx.customer.id, ctx.now - QUOTA_WINDOW)
    return None if ctx.app.file_quota.admits(used, content.size) else left_label(ctx.app, content.kind)
