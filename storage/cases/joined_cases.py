"""Cases that were joined to another one of the same customer: what is said of them belongs there."""

from sqlalchemy import Connection, update

from storage.cases.cases import numbered
from storage.rows import Case
from storage.states import Forwarding
from storage.tables import messages


def followed(connection: Connection, case: Case) -> Case:
    """The case that a joined one was joined to, over several steps too; any other as it is."""
    while case.joined_number is not None:
        into = numbered(connection, case.joined_number)
        assert into is not None, "cases are never deleted"
        case = into
    return case


def move_messages(connection: Connection, case_id: int, into_id: int) -> set[int]:
    """Let what was said in a case belong to another, but for files that staff have not asked for yet.

    Returns the ids of the moved messages.
    """
    moved = (messages.c.case_id == case_id) & messages.c.forwarding.is_distinct_from(Forwarding.HELD)
    done = update(messages).where(moved).values(case_id=into_id).returning(messages.c.id)
    return set(connection.execute(done).scalars())
