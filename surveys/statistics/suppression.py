"""Which groups of a report may be shown when the whole is shown beside them."""

from collections.abc import Sequence

from surveys.statistics.scores import Level, level


def levels(sizes: Sequence[int]) -> list[Level]:
    """How much each group may show, by their sizes.

    One hidden group alone could be worked out from the whole, so the next smallest is hidden with it.
    """
    shown = [level(n) for n in sizes]
    secret = [place for place, n in enumerate(sizes) if n and shown[place] is Level.HIDDEN]
    others = [place for place, one in enumerate(shown) if one is not Level.HIDDEN]
    if len(secret) == 1 and others:
        shown[min(others, key=lambda place: sizes[place])] = Level.HIDDEN
    return shown
