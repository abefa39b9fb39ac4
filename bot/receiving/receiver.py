"""What the process asks of either way in which updates come to it."""

from collections.abc import Sequence
from typing import Protocol

from aiohttp.web import RouteDef


class Receiver(Protocol):
    """Long polling, or a webhook and whoever watches over it."""

    @property
    def routes(self) -> Sequence[RouteDef]:
        """What the HTTP server has to take for it; nothing while polling."""
        ...

    async def run(self) -> None:
        """Hand over updates until `stop`."""
        ...

    def stop(self) -> None:
        """Take no more; what was handed over is finished."""
        ...
