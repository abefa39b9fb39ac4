"""What people get wrong in a survey file, each as one edit of the small sample."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Mistake:
    """One edit of a good file, the key that the fault must name and words that its remedy must contain."""

    old: str
    new: str
    key: str
    en: str
    ru: str


MISTAKES: Final = {
    "a key that does not exist": Mistake(
        "optional = true",
        "optionl = true",
        "questions.why.optionl",
        "write optional",
        "исправьте на optional",
    ),
    "a key that resembles none": Mistake(
        'id = "small"', 'id = "small"\nqqq = 1', "qqq", "remove it", "уберите его"
    ),
    "a key of another kind of question": Mistake(
        "optional = true", "rows = [[1]]", "questions.why.rows", "remove it", "уберите его"
    ),
    "no English": Mistake(
        'text.en = "Why?"\n', "", "questions.why.text.en", 'the English text is missing: add en = "…"', "en ="
    ),
    "an empty Russian text": Mistake(
        'ru = "Короткий"', 'ru = ""', "title.ru", "the Russian text is missing", "на языке «русский»"
    ),
    "thanks in one language": Mistake(
        'text.ru = "Спасибо!"\n', "", "thanks.1.text.ru", "the Russian text", "добавьте ru"
    ),
    "a text without languages": Mistake(
        'text.ru = "Почему?"\ntext.en = "Why?"', 'text = "Why?"', "questions.why.text", 'ru = "…"', 'en = "…"'
    ),
    "a key is missing": Mistake(
        'next = "end"\n', "", "questions.why.next", "add the key next", "добавьте ключ next"
    ),
    "no kind": Mistake('kind = "text"\n', "", "questions.why", "name the kind", "укажите вид"),
    "an unknown kind": Mistake(
        'kind = "text"', 'kind = "star"', "questions.why", '"score", "csat"', '"text", "media"'
    ),
    "a menu too long for a button": Mistake(
        'id = "small"',
        f'id = "small"\nmenu = {{ ru = "Х", en = "{"x" * 31}" }}',
        "menu.en",
        "at least 1 shorter",
        "сократите",
    ),
    "a score without its role": Mistake(
        'role = "score"\n',
        "",
        "questions.score.role",
        'add role = "score" to one of the questions score',
        'добавьте role = "score" одному из вопросов: score',
    ),
    "an unknown kind of survey": Mistake(
        "transactional", "yearly", "kind", "'relational', 'transactional'", "допустимы"
    ),
    "an id with a capital letter": Mistake('id = "why"', 'id = "Why"', "questions.Why.id", "a-z", "a-z"),
    "an id that means the end": Mistake('id = "why"', 'id = "end"', "questions.end.id", "word end", "end"),
    "an id that no button can carry": Mistake(
        'id = "score"', f'id = "{"s" * 46}"', f"questions.{'s' * 46}.id", "at least 14 shorter", "короче"
    ),
    "an id that no column can carry": Mistake(
        'id = "small"', f'id = "{"s" * 33}"', "id", "at least 1 shorter", "33 знаков из 32"
    ),
    "two questions of one id": Mistake(
        'id = "why"', 'id = "score"', "questions.score.id", "2 questions have this id", "дайте каждому свой"
    ),
    "a branch to nowhere": Mistake(
        'to = "why"',
        'to = "wy"',
        "questions.score.next.1.to",
        "there is no question 'wy'",
        "вопроса «wy» нет",
    ),
    "a question that no branch reaches": Mistake(
        'to = "why"', 'to = "end"', "questions.why", "no branch leads", "не ведёт ни одна ветка"
    ),
    "a loop without an exit": Mistake(
        'next = "end"',
        'next = "why"',
        "questions.why.next",
        "leads back to 'why'",
        "возвращает к вопросу «why»",
    ),
    "a loop with an exit": Mistake(
        'next = "end"',
        'next = "score"',
        "questions.why.next",
        "leads back to 'score'",
        "возвращает к вопросу «score»",
    ),
    "scores that no branch covers": Mistake(
        '">=7"', '">=8"', "questions.score.next", "no line fits the scores 7", "нет строки для оценок 7"
    ),
    "scores in two branches": Mistake(
        '">=7"', '">=5"', "questions.score.next.2.score", "5, 6 are in a line above", "5, 6 уже есть"
    ),
    "two branches without scores": Mistake(
        'score = "<=6", ', "", "questions.score.next", "only the last line", "стоит последней"
    ),
    "scores off the scale": Mistake(
        '">=7"', '"7..11"', "questions.score.next.2.score", "scores from 0 to 10", "оценки от 0 до 10"
    ),
    "scores the wrong way round": Mistake(
        '"<=6"', '"6..0"', "questions.score.next.1.score", "scores from 0 to 10", "оценки от 0 до 10"
    ),
    "a condition on a question without scores": Mistake(
        "[[thanks]]",
        '[[thanks]]\nof = "why"\nscore = 1',
        "thanks",
        "'why' is not always asked",
        "задан не всегда",
    ),
    "a condition of a text on itself": Mistake(
        'next = "end"',
        'next = [{ score = 1, to = "end" }]',
        "questions.why.next",
        "'why' has no scores",
        "нет оценок",
    ),
    "thanks for scores of no question": Mistake(
        "[[thanks]]", "[[thanks]]\nscore = 1", "thanks.1", "name the question", "укажите вопрос"
    ),
    "a question named without scores": Mistake(
        "[[thanks]]", '[[thanks]]\nof = "score"', "thanks.1", "of needs a score", "к of нужен"
    ),
    "a button left out": Mistake(
        "9, 10]", "9]", "questions.score.rows", "each value exactly once", "ровно один раз"
    ),
    "a row too wide": Mistake(
        "[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]",
        "[0, 1, 2, 3, 4, 5, 6, 7, 8], [9, 10]",
        "questions.score.rows",
        "1 to 8",
        "от 1 до 8",
    ),
    "a duration without a unit": Mistake(
        'again_after = "1d"', "again_after = 1", "again_after", '"14d" for days', '"14d" — дни'
    ),
    "a version of zero": Mistake("version = 1", "version = 0", "version", "1 or more", "число от 1"),
    "a version in quotes": Mistake("version = 1", 'version = "1"', "version", "whole number", "целое число"),
    "an optional in quotes": Mistake(
        "optional = true", 'optional = "yes"', "questions.why.optional", "true or false", "true или false"
    ),
    "a placeholder that nothing fills": Mistake(
        '"Why?"', '"Why, {nam}?"', "questions.why.text.en", "{business}", "вместо {nam}"
    ),
    "a text too long for a message": Mistake(
        '"Why?"', f'"{"😀" * 2049}"', "questions.why.text.en", "it has 4098 characters", "4098 знаков"
    ),
}
