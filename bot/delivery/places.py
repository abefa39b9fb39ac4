"""Where messages and topics are that other rows refer to, and the rows that wait until that is known."""

from collections import defaultdict
from collections.abc import Callable

from storage.rows import OutboxRow, Place

_REMEMBERED = 1_000


class Places:
    """The latest thousand places that were used, and what is held for others.

    A row whose place is not known is held. The place is looked up; if it is empty, the row waits until it is
    filled. A place that is gone is healed: what made it is sent again, and whatever refers to it waits. So is
    one that was emptied since its group has become another, as soon as something waits for it.
    """

    def __init__(self, look_soon: Callable[[], None]) -> None:
        """`look_soon` is called when there is a place to look up."""
        self._look_soon = look_soon
        self._known: dict[str, Place] = {}
        self._held: defaultdict[str, list[OutboxRow]] = defaultdict(list)
        self._healing: set[str] = set()

    def held(self) -> int:
        """How many rows wait for their place."""
        return sum(map(len, self._held.values()))

    def held_at(self, name: str) -> list[OutboxRow]:
        """The rows that wait for that place, in their order."""
        return list(self._held.get(name, ()))

    def find(self, name: str | None) -> Place | None:
        """The place of that name; None where it is not known, or none is meant."""
        return self._known.get(name) if name is not None else None

    def admit(self, row: OutboxRow) -> bool:
        """Whether a row that comes in may go; otherwise it is held."""
        self._forget_elsewhere(row)
        if row.at is None or row.at in self._known:
            return True
        self.hold(row, row.at)
        return False

    def hold(self, row: OutboxRow, name: str) -> None:
        """Let the row wait until its place is known."""
        self._held[name].append(row)
        self._look_soon()

    def unknown(self) -> list[str]:
        """The names of the places to look up. What is healed still looks full until that is written down."""
        return [name for name in self._held if name not in self._healing]

    def settle(self, place: Place) -> list[OutboxRow]:
        """Remember where a place is: returns the rows that waited for it, in the order of their writing."""
        self._known[place.name] = place
        self._healing.discard(place.name)
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return sorted(self._held.pop(place.name, []), key=lambda row: row.id)

    def heal(self, row: OutboxRow, name: str) -> bool:
        """Hold the row until its place is made again; False where that is under way already."""
        self._known.pop(name, None)
        self._held[name].append(row)
        return self.begin_healing(name)

    def begin_healing(self, name: str) -> bool:
        """Whether the place is to be made again now; False where that is under way already."""
        begins = name not in self._healing
        self._healing.add(name)
        return begins

    def withdraw(self, row: OutboxRow) -> list[OutboxRow]:
        """Hold no longer, and return, the older rows of its place that wait under its key."""
        held = self._held.get(row.at or "", [])
        older = [one for one in held if one.key == row.key and one.id < row.id]
        for one in older:
            held.remove(one)
        return older

    def chat_of(self, row: OutboxRow) -> int:
        """The chat that a row is sent to: that of its place, if it is known, else its own."""
        place = self.find(row.at)
        return row.chat_id if place is None or place.chat_id is None else place.chat_id

    def forget_chat(self, chat_id: int) -> None:
        """Forget the places of a group that became another: they are looked up, and made again there."""
        for name in [place.name for place in self._known.values() if place.chat_id == chat_id]:
            del self._known[name]

    def drop_chat(self, chat_id: int) -> list[OutboxRow]:
        """Hold nothing for this chat any longer: returns the rows that were held."""
        dropped = [row for rows in self._held.values() for row in rows if row.chat_id == chat_id]
        for name in {row.at for row in dropped if row.at is not None}:
            left = [row for row in self._held.pop(name) if row.chat_id != chat_id]
            if left:
                self._held[name] = left
        return dropped

    def _forget_elsewhere(self, row: OutboxRow) -> None:
        """A place that is to be made in another chat, as in a new support group, is no longer there."""
        known = self.find(row.fills)
        if known is not None and known.chat_id != row.chat_id:
            del self._known[known.name]
