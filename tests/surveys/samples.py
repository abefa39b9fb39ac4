"""Surveys for tests: the smallest that branches, and one that branches on an earlier answer."""

import tomllib
from typing import Final

from surveys.questions.survey import Survey
from surveys.questions.survey_file import SurveyFile

SMALL: Final = """\
id = "small"
version = 1
kind = "transactional"
again_after = "1d"
expires_after = "7d"

[title]
ru = "Короткий"
en = "Short"

[[questions]]
id = "score"
role = "score"
kind = "score"
rows = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]
next = [{ score = "<=6", to = "why" }, { score = ">=7", to = "end" }]
text.ru = "Сколько?"
text.en = "How much?"

[[questions]]
id = "why"
kind = "text"
optional = true
next = "end"
text.ru = "Почему?"
text.en = "Why?"

[[thanks]]
text.ru = "Спасибо!"
text.en = "Thank you!"
"""

LONG: Final = """\
id = "long"
version = 3
kind = "transactional"
again_after = "2d"
expires_after = "3d"
correct_within = "5d"

[title]
ru = "Длинный"
en = "Long"

[[questions]]
id = "courier"
kind = "score"
rows = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10]]
next = [{ score = "0..4", to = "what-broke" }, { to = "goods" }]
text.ru = "Как вам курьер?"
text.en = "How was the courier?"

[[questions]]
id = "what-broke"
kind = "text"
next = "goods"
text.ru = "Что случилось?"
text.en = "What happened?"

[[questions]]
id = "goods"
role = "score"
kind = "score"
rows = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10]]
next = [{ of = "courier", score = 10, to = "praise" }, { to = "end" }]
text.ru = "Как вам товар?"
text.en = "How were the goods?"

[[questions]]
id = "praise"
kind = "text"
optional = true
next = "end"
text.ru = "Кого похвалить?"
text.en = "Whom shall we thank?"

[[thanks]]
of = "goods"
score = "0..6"
text.ru = "Жаль"
text.en = "Sorry"

[[thanks]]
text.ru = "Спасибо"
text.en = "Thanks"
"""


def survey(content: str) -> Survey:
    return SurveyFile.model_validate(tomllib.loads(content)).build()
