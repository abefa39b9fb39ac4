"""Who plays which part on the page, and what its strip shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playground.chats import Group
    from playground.people import Person

Station = Literal["received", "handled", "waiting", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class Stage:
    """The choices above each of the three phones; whoever has no part is a customer."""

    customers: Sequence[Person] = ()
    groups: Sequence[Group] = ()
    staff: Sequence[Person] = ()
    managers: Sequence[Person] = ()

    def whole(self, people: Sequence[Person], groups: Sequence[Group]) -> Stage:
        """With everybody in a part, and each group where it went when it was upgraded.

        Without a part given to anybody, everybody is a customer and every group is there.
        """
        given = {*self.customers, *self.staff, *self.managers}
        newcomers = [person for person in people if person not in given]
        shown = [_newest(group) for group in self.groups] or [
            group for group in groups if not given and group.migrated_to is None
        ]
        members = [person for group in shown for person, _ in group.members.values()]
        staff = self.staff or list(dict.fromkeys(members))
        return Stage([*self.customers, *newcomers], shown, staff, self.managers)


@dataclass(frozen=True, slots=True)
class StripItem:
    """A letter or a call on its way. `kind` names what it is, never what it says: "tap", "sendMessage".

    `at` is when it came to be, in seconds on any clock that all items share: a call leaves the handler after
    the letters that are older than it.
    """

    id: str
    kind: str
    stage: Station
    at: float


def _newest(group: Group) -> Group:
    while group.migrated_to is not None:
        group = group.migrated_to
    return group
