"""The watchdog: open cases of which nobody sees the card or the customer's words are told to owners."""

from datetime import timedelta
from typing import Final

from handlers.cases.follow_up import FollowUp
from handlers.cases.owner_notices import to_owners
from storage.cases import unseen
from storage.rows import Case

_UNSEEN_FOR: Final = timedelta(minutes=5)
_AGAIN_AFTER: Final = timedelta(days=1)
_NAMED_AT_MOST: Final = 30


def find(after: FollowUp) -> list[Case]:
    """The cases to tell of, the oldest first: each once, and again when it still lasts after a day."""
    return unseen.unseen_cases(
        after.connection, after.now - _UNSEEN_FOR, after.now - _AGAIN_AFTER, _NAMED_AT_MOST
    )


def tell_owners(after: FollowUp) -> None:
    """Name these cases to each owner who can be reached; they can read them by `/case`."""
    found = find(after)
    if not found:
        return
    numbers = ", ".join(f"#{case.number}" for case in found)

    def words(language: str) -> str:
        return after.app.texts.text(language, "cases-unseen", numbers=numbers, number=str(found[0].number))

    said = list(to_owners(after.connection, after.app, words))
    if said:
        after.outgoing += said
        unseen.mark_alarmed(after.connection, [case.id for case in found], after.now)
