"""What became of a case's card: from when it was sent on, people see the case."""

from handlers.cases.follow_up import FollowUp
from storage.cases import unseen
from storage.delivery.outbox import Mark
from storage.rows import OutboxRow
from storage.states import OutboxState


def settle(after: FollowUp, mark: Mark, row: OutboxRow) -> None:
    """Note that the case was shown; one that was not is found by what looks for unseen cases."""
    if mark.state is OutboxState.SENT and mark.done_at is not None and row.subject_id is not None:
        unseen.mark_shown(after.connection, row.subject_id, mark.done_at)
