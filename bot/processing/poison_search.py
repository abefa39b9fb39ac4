"""Which of the updates of a batch cannot be written: found by halving, so that the others do not wait."""


class PoisonSearch:
    """How many updates to try next; a part that failed is tried again in two halves."""

    def __init__(self) -> None:
        self._parts: list[int] = []

    @property
    def is_on(self) -> bool:
        return bool(self._parts)

    @property
    def size(self) -> int:
        """How many updates the next part holds."""
        return self._parts[-1]

    def begin(self, size: int) -> None:
        """So many updates failed together."""
        self._parts = []
        self._halve(size)

    def split(self, size: int) -> None:
        """The part that was tried, which held so many updates, failed."""
        self._parts.pop()
        self._halve(size)

    def pass_part(self) -> None:
        """The part that was tried is dealt with."""
        self._parts.pop()

    def end(self) -> None:
        """Nothing is left to be tried."""
        self._parts = []

    def _halve(self, size: int) -> None:
        second = size // 2
        self._parts += [second, size - second] if second else [size]
