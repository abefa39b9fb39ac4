"""Files that managers sent in the chat to be used, each decided on once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from storage.rows import ContentDraft, columns_of
from storage.states import ContentDraftState
from storage.tables import content_drafts


def find(connection: Connection, draft_id: int) -> ContentDraft | None:
    """The draft of that id; None where there is none."""
    found = select(*columns_of(ContentDraft)).where(content_drafts.c.id == draft_id)
    row = connection.execute(found).one_or_none()
    return ContentDraft(*row) if row else None


def move(
    connection: Connection, /, draft_id: int, before: Collection[ContentDraftState], after: ContentDraftState,
    **values: Any,
) -> bool:  # fmt: skip
    """Move a draft on, with further values of its row; False where it is in none of the states before."""
    moved = (
        update(content_drafts)
        .where(content_drafts.c.id == draft_id, content_drafts.c.state.in_(before))
        .values(state=after, **values)
    )
    return connection.execute(moved).rowcount == 1


def forget(connection: Connection, before: datetime) -> None:
    """Drop what was sent before that moment."""
    connection.execute(delete(content_drafts).where(content_drafts.c.created_at < before))
