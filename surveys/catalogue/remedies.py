"""What pydantic found in a survey file, in words for its author."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from surveys.cases.support_file import NoticesPart, SupportFile
from surveys.language.text import Text
from surveys.questions.file_parts import TextPart
from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.question_file import OptionPart, RulePart
from surveys.questions.reason_file import GroupPart, InvitationPart, ReasonFile, ReasonPart
from surveys.questions.survey_file import ReminderPart, SurveyFile, ThanksPart

_LANGUAGES: Final = {"ru": Text("русский", "Russian"), "en": Text("английский", "English")}
_MODELS: Final[tuple[type[BaseModel], ...]] = (
    *(kind.part for kind in KINDS),
    *(SurveyFile, OptionPart, RulePart, ThanksPart, TextPart, ReminderPart),
    *(ReasonFile, GroupPart, ReasonPart, InvitationPart, SupportFile, NoticesPart),
)
_KEYS: Final = sorted({field.alias or key for model in _MODELS for key, field in model.model_fields.items()})
_KINDS: Final = ", ".join(f'"{kind.name}"' for kind in KINDS)

_REMEDIES: Final[Mapping[str, Text]] = {
    "bad_id": Text(
        "здесь нужен id из латинских букв a-z, цифр, - и _, но не слово end",
        "an id is made of a-z, 0-9, - and _, and is not the word end",
    ),
    "bad_duration": Text(
        'срок пишется числом с буквой: "14d" – дни, "12h" – часы, "30m" – минуты',
        'write a number and a letter: "14d" for days, "12h" for hours, "30m" for minutes',
    ),
    "bad_scores": Text(
        'оценки от 0 до 10 пишутся так: "0..6", "<=6", ">=9" или "10"',
        'write scores from 0 to 10 as "0..6", "<=6", ">=9" or "10"',
    ),
    "bad_options": Text(
        'ответы пишутся своими id: option = "delivery" или option = ["delivery", "price"]',
        'write options by their ids: option = "delivery" or option = ["delivery", "price"]',
    ),
    "bad_code": Text(
        "код причины – от 2 до 16 заглавных латинских букв, цифр и _, первая – буква",
        "a code has 2 to 16 capital letters A-Z, digits and _, and begins with a letter",
    ),
    "two_conditions": Text(
        "условие в строке одно: оставьте score, option или asks_when",
        "a line has one condition: keep score, option or asks_when",
    ),
    "no_words": Text(
        "нужен либо text, либо answer_of: что сказать или чьи ответы взять",
        "either text or answer_of is needed: what to say, or whose answers to take",
    ),
    "of_without_score": Text(
        'к of нужен и score или option: добавьте, например, score = "0..6"',
        'of needs a score or an option beside it: add for example score = "0..6"',
    ),
    "score_without_of": Text(
        'рядом с score или option укажите вопрос: например, of = "score"',
        'name the question beside score or option: for example of = "score"',
    ),
    "enum": Text("допустимы только значения {expected}", "only {expected} is possible here"),
    "literal_error": Text("допустимы только значения {expected}", "only {expected} is possible here"),
    "union_tag_invalid": Text(
        f"такого вида вопроса нет, есть {_KINDS}", f"there is no such kind of question, only {_KINDS}"
    ),
    "union_tag_not_found": Text(
        f"укажите вид вопроса: kind = {_KINDS}", f"name the kind of question: kind = {_KINDS}"
    ),
    "string_type": Text("здесь нужен текст в кавычках", "a text in quotes belongs here"),
    "int_type": Text("здесь нужно целое число без кавычек", "a whole number without quotes belongs here"),
    "greater_than_equal": Text("здесь нужно число от {ge}", "the number must be {ge} or more"),
    "bool_type": Text("здесь нужно true или false без кавычек", "true or false without quotes belongs here"),
    "list_type": Text("здесь нужен список в скобках [ ]", "a list in [ ] belongs here"),
    "too_short": Text("список не может быть пустым", "the list must not be empty"),
    "model_type": Text(
        'здесь нужна группа ключей, у текста – ru = "…" и en = "…"',
        'keys of its own belong here, for a text ru = "…" and en = "…"',
    ),
}
_NAMED: Final = (("questions",), ("groups",), ("reasons",), ("causes",))
"""The tables whose entries are told by id or code."""
_OTHER: Final = Text("исправьте значение", "this value does not fit: correct it")


def faults_of(error: ValidationError, content: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    """The dotted key and the remedy of each fault."""
    for detail in error.errors(include_url=False):
        yield _key(detail["loc"], content), _remedy(detail)


def _key(location: tuple[int | str, ...], content: Mapping[str, object]) -> str:
    if location[:1] not in _NAMED or len(location) < 2:
        return ".".join(_steps(location))
    table = str(location[0])
    # Inside a question the location carries the kind that chose its shape, which is no key of the file.
    inside = location[3:] if table == "questions" else location[2:]
    return ".".join([table, _name(content, table, int(location[1])), *_steps(inside)])


def _steps(location: tuple[int | str, ...]) -> list[str]:
    """People count from one."""
    return [str(step + 1) if isinstance(step, int) else step for step in location]


def _name(content: Mapping[str, object], table: str, index: int) -> str:
    items = content.get(table)
    item = items[index] if isinstance(items, list) else None
    name = (item.get("id") or item.get("code")) if isinstance(item, dict) else None
    return name if isinstance(name, str) and name else str(index + 1)


def _remedy(detail: ErrorDetails) -> Text:
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(key)
        case "missing" | "string_too_short" if key in _LANGUAGES:
            return _missing_language(key)
        case "missing":
            return Text(f"добавьте ключ {key}: он обязателен", f"add the key {key}: it is required")
        case kind:
            words = _REMEDIES.get(kind, _OTHER)
            values = {name: str(value) for name, value in detail.get("ctx", {}).items()}
            return Text(words.render("ru", **values), words.render("en", **values))


def _unknown_key(key: str) -> Text:
    close = get_close_matches(key, _KEYS, n=1)
    if not close:
        return Text("такого ключа здесь нет: уберите его", "there is no such key here: remove it")
    return Text(
        f"такого ключа здесь нет: уберите его или исправьте на {close[0]}",
        f"there is no such key here: remove it or write {close[0]}",
    )


def _missing_language(key: str) -> Text:
    language = _LANGUAGES[key]
    return Text(
        f'нет текста на языке «{language.ru}»: добавьте {key} = "…"',
        f'the {language.en} text is missing: add {key} = "…"',
    )
