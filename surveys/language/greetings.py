"""Words that only greet or say goodbye."""

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_GREETINGS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        здравствуйте здравствуй привет приветствую добрый доброе доброго день дня вечер вечера утро утра
        всего до свидания
        hello hi hey good day morning evening afternoon bye goodbye
        """,
    )
)


def without_greetings(words: str) -> str:
    """The same without the words that greet or say goodbye."""
    return _WORD.sub(lambda found: "" if found[0].casefold() in _GREETINGS else found[0], words)
