"""Buttons of journeys that open an address, and the company's own addresses that they may name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from surveys.language.text import Text

LINK_NAMES: Final = ("review_link", "referral_link")
"""What a button may name in braces; each is a key of `[links]` without `_link`."""

Links = Mapping[str, str]
"""The company's addresses by those names; one that it did not give is missing."""

NO_LINKS: Final[Links] = {}

_NAMED: Final = re.compile(r"\{([^{}]*)\}")
_ADDRESS: Final = re.compile(r"https://[^\s/?#{}]+\.[^\s{}]+")


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address. Telegram tells nobody that it was tapped."""

    label: Text
    url: str
    """An address, or one of `LINK_NAMES` in braces until it is resolved."""

    @property
    def link(self) -> str | None:
        """The name of the company's address that it opens; None for an address of its own."""
        found = _NAMED.fullmatch(self.url)
        return found[1] if found else None

    @property
    def is_address(self) -> bool:
        """Whether it opens an address of its own that Telegram takes, over https."""
        return _ADDRESS.fullmatch(self.url) is not None
