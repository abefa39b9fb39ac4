"""What is read together is read once, and only where the connection shares."""

from storage.engines.database import Connection, Database
from storage.engines.shared_reads import is_sharing, shared, sharing

CALLS: list[tuple[object, ...]] = []


@shared
def count(connection: Connection, first: int, *, second: str = "") -> list[int]:
    CALLS.append((first, second))
    return [first]


async def test_a_question_is_asked_once_and_its_answer_kept(database: Database) -> None:
    def read(connection: Connection) -> None:
        CALLS.clear()
        together = sharing(connection)
        assert (is_sharing(together), is_sharing(connection)) == (True, False)
        assert count(together, 1) is count(together, 1)
        assert [count(together, 2), count(together, 1, second="1")] == [[2], [1]]
        assert len(CALLS) == 3
        assert count(connection, 1) is not count(connection, 1)
        assert count(sharing(connection), 1) is not count(together, 1)
        assert len(CALLS) == 6

    await database.read(read)
