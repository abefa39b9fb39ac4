"""A survey as JSON can hold it, kept so that an answer can be read beside the question that was asked."""

from dataclasses import fields, is_dataclass
from datetime import timedelta

from surveys.questions.question import QuestionKind
from surveys.questions.survey import Survey


def definition(survey: Survey) -> dict[str, object]:
    """The survey as JSON: sets become sorted lists, durations seconds, a kind of question its name."""
    return {field.name: _plain(getattr(survey, field.name)) for field in fields(survey)}


def _plain(value: object) -> object:
    match value:
        case timedelta():
            return value.total_seconds()
        case QuestionKind():
            return value.name
        case set() | frozenset():
            return sorted(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
