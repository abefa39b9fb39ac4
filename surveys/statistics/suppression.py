"""What may be shown of groups of people when the whole is shown beside them.

One rule for tables, filters, quotes, documents and pictures: no group of fewer than `HIDDEN_BELOW` people
shows what they said, and what the whole minus the shown groups would tell is of that many people at least.
Sizes count people, not answers.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from surveys.statistics.scores import HIDDEN_BELOW, Level, level

NameT = TypeVar("NameT", bound=Hashable)


def levels(sizes: Mapping[NameT, int]) -> dict[NameT, Level]:
    """How much each group may show, by name; of two as large the names decide, however they stand."""
    secret = hidden(sizes)
    return {name: Level.HIDDEN if name in secret else level(n) for name, n in sizes.items()}


def hidden(sizes: Mapping[NameT, int], secret: Collection[NameT] = ()) -> frozenset[NameT]:
    """The groups that must not be shown, by name; those without people have nothing to hide.

    Small ones are, those in `secret`, and the next smallest until nobody can work them out from the whole.
    """
    known = [name for name, n in sizes.items() if n]
    found = {name for name in known if name in secret or level(sizes[name]) is Level.HIDDEN}
    rest = sorted((name for name in known if name not in found), key=lambda name: (sizes[name], str(name)))
    for name in rest:
        if not found or (len(found) > 1 and sum(sizes[one] for one in found) >= HIDDEN_BELOW):
            break
        found.add(name)
    return frozenset(found)


def may_split(parts: Collection[int]) -> bool:
    """Whether the whole may be told in these parts: each has nobody, or enough people."""
    return all(not n or level(n) is not Level.HIDDEN for n in parts)
