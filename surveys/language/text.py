"""What the files of a company say: surveys, reasons, support texts."""

import re
from dataclasses import dataclass
from typing import Final

PLACEHOLDERS: Final = frozenset({"business"})
"""What a text of a survey may leave to be filled."""
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in both languages."""

    ru: str
    en: str

    def render(self, language: str, **values: str) -> str:
        """The text in Russian for `ru`, in English for everyone else; `{name}` becomes `values["name"]`."""
        words = self.ru if language == "ru" else self.en
        if not values:
            return words
        return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)
