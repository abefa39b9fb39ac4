"""A survey of a company's own with every kind of question, and what becomes of its file while it runs."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from surveys.catalogue import files
from surveys.questions.survey import Catalogue

WHOLE: Final = """\
id = "own"
version = 1
kind = "transactional"
later = true
again_after = "1d"
expires_after = "7d"
correct_within = "5d"
title = { ru = "Своя", en = "Own" }

[[questions]]
id = "content"
role = "score"
kind = "csat"
next = [{ score = "1..2", to = "wrong" }, { to = "ease" }]
text = { ru = "Довольны?", en = "Happy?" }

[[questions]]
id = "wrong"
kind = "media"
next = "drivers"
text = { ru = "Что было не так?", en = "What went wrong?" }

[[questions]]
id = "ease"
kind = "effort"
next = "helped"
text = { ru = "Легко?", en = "Easy?" }

[[questions]]
id = "helped"
kind = "thumbs"
next = "drivers"
text = { ru = "Помогли?", en = "Helped?" }

[[questions]]
id = "drivers"
kind = "multiple"
at_least = 1
at_most = 2
next = "visit"
text = { ru = "Что понравилось?", en = "What was good?" }
options = [
  { id = "speed", ru = "Скорость", en = "Speed" },
  { id = "taste", ru = "Вкус", en = "Taste" },
  { id = "price", ru = "Цена", en = "Price" },
]
skip = { ru = "Пропустить", en = "Skip" }

[[questions]]
id = "visit"
kind = "date"
next = "more"
text = { ru = "Когда придёте?", en = "When will you come?" }
options = [{ id = "7d", ru = "Через неделю", en = "In a week" }]
skip = { ru = "Пропустить", en = "Skip" }

[[questions]]
id = "more"
kind = "text"
optional = true
next = "end"
text = { ru = "Что ещё?", en = "Anything else?" }

[[thanks]]
text = { ru = "Спасибо!", en = "Thank you!" }
"""
REWORDED: Final = WHOLE.replace("Довольны?", "Как вам у нас?").replace("Спасибо!", "Благодарим!")
SHORTER: Final = WHOLE.replace('to = "ease"', 'to = "drivers"').replace(
    WHOLE[WHOLE.index('[[questions]]\nid = "ease"') : WHOLE.index('[[questions]]\nid = "drivers"')], ""
)
OTHER_SCALE: Final = (
    WHOLE.replace('"taste"', '"smell"')
    .replace('kind = "csat"', 'kind = "score"\nrows = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]')
    .replace('"1..2"', '"0..6"')
)
GONE: Final = None
EDITIONS: Final = (WHOLE, REWORDED, SHORTER, OTHER_SCALE, GONE)
"""The file after each edit, the first as it was; None where it was deleted."""


@cache
def editions() -> Sequence[Catalogue]:
    """The surveys after each edit of that file."""
    return [_with(content) for content in EDITIONS]


def _with(content: str | None) -> Catalogue:
    with TemporaryDirectory() as folder:
        if content is not None:
            Path(folder, "own.toml").write_text(content, encoding="utf-8")
        return files.load(Path(folder))
