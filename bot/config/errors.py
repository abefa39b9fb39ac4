"""What is wrong with a configuration: which file, which key and what would be right.

Never the value: any value may hold a secret.
"""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText

ENV_PREFIX = "OTKLIK_"


class ConfigFault(UserErrors):
    """Everything that is wrong with the configuration."""


def variable(key: str) -> str:
    """The environment variable that overrides `section.key`."""
    return ENV_PREFIX + key.replace(".", "__").upper()


def expected(key: str) -> InterfaceText:
    """What the value of `section.key` must be."""
    return InterfaceText(f"expected-{key.replace('.', '-').replace('_', '-')}")


@dataclass(frozen=True)
class ConfigSource:
    """A file and the variables that override its keys: a fault is told of where it stands."""

    file: str
    overridden: Collection[str] = ()

    def fault(self, text_id: str, *, place: str = "", **values: object) -> InterfaceText:
        """A fault at `place`, without which it is the file's."""
        return InterfaceText(text_id, place=place or self.file, **values)

    def place(self, key: str) -> str:
        """Where the value of `section.key` stands: the variable that overrides it, else the file."""
        return variable(key) if key in self.overridden else self.file

    def wrong(self, key: str) -> InterfaceText:
        """The fault that the value of `section.key` must be something else."""
        return self.fault("config-wrong", place=self.place(key), key=key, expected=expected(key))

    def unknown(self, key: str, keys: Collection[str], place: str = "") -> InterfaceText:
        """The fault that a section or section.key is not among `keys`.

        `place` is a variable that names it.
        """
        section, dot, _ = key.partition(".")
        sections = list(dict.fromkeys(known.partition(".")[0] for known in keys))
        siblings = [known for known in keys if known.startswith(section + ".")]
        outside = [known for known in keys if not dot and known.endswith("." + section)]
        similar = difflib.get_close_matches(key, siblings or (keys if dot else sections), n=1)
        names = outside or similar or siblings or sections
        if place:
            names = [variable(name) if "." in name else name for name in names]
        hint = InterfaceText(
            "config-guess" if outside or similar else "config-choice", names=", ".join(names)
        )
        return self.fault("config-unknown", place=place, key=key, hint=hint)
