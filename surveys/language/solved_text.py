"""What somebody says of whether their matter was solved: "помогло", "it didn't help"."""

import re
from typing import Final

from surveys.language.plain_words import plain

_NOT_SOLVED: Final = re.compile(
    r"\b(?:не (?:помогл[оаи]|помог|решен[оаы]?|решили|решил(?:о|а)сь|решился)"
    r"|(?:it )?(?:didnt|did not|doesnt|hasnt|has not|wasnt|isnt|not)(?: been)?"
    r" (?:help(?:ed)?|solved?|resolved|fixed)"
    r"|it (?:didnt|did not))\b"
)
_SOLVED: Final = re.compile(
    r"\b(?:помогл[оаи]|помог|решен[оаы]?|решили|решил(?:о|а)сь|решился"
    r"|(?:it )?helped|it did|solved|resolved|fixed)\b"
)
_BESIDE: Final = frozenset(
    re.findall(
        r"\w+",
        """
        да нет спасибо большое вам очень мне нам все это уже вопрос проблема к сожалению ничего
        yes no thanks thank you very much my the it is was been that this all problem issue question sorry
        """,
    )
)


def says_solved(text: str) -> bool | None:
    """Whether the text says that it is solved, and nothing else; None for a question and for other words."""
    if "?" in text:
        return None
    said = plain(re.sub("[’'`]", "", text))
    for phrase, is_solved in ((_NOT_SOLVED, False), (_SOLVED, True)):
        if (found := phrase.search(said)) is not None:
            rest = f"{said[: found.start()]} {said[found.end() :]}".split()
            return is_solved if _BESIDE.issuperset(rest) else None
    return None
