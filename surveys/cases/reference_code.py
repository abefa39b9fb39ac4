"""The code by which people name a case on the phone: its number, a dash and a check digit, as `17-4`.

Figures alone are said alike in every language. The check digit finds each wrong figure and each swap of two
neighbours: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004, the quasigroup of order 10 of
page 111.
"""

import re
from typing import Final

_QUASIGROUP: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_DASHES: Final = r"\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}-"
_CODE: Final = re.compile(rf"[#№]?\s*([0-9][0-9\s{_DASHES}]{{0,18}}[0-9])[.,;!?]?")
_MOST_FIGURES: Final = 10


def reference_code(number: int) -> str:
    """The code of the case with that number, at least 1."""
    return f"{number}-{_check_digit(str(number))}"


def figures_of(text: str) -> str | None:
    """The figures of a code as people write it, with or without spaces and dashes; None for other words."""
    found = _CODE.fullmatch(text.strip())
    figures = re.sub(r"[^0-9]", "", found[1]) if found is not None else ""
    return figures if 2 <= len(figures) <= _MOST_FIGURES else None


def number_of(figures: str) -> int | None:
    """The number of the case whose code has these figures; None where one is wrong or two are swapped."""
    return int(figures[:-1]) if _check_digit(figures) == 0 else None


def _check_digit(figures: str) -> int:
    """The figure that makes the check digit of all figures and itself 0."""
    interim = 0
    for figure in figures:
        interim = _QUASIGROUP[interim][int(figure)]
    return interim
