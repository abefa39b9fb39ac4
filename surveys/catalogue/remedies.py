"""What pydantic found in a survey file, in words for its author."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from surveys.cases.support_file import NoticesPart, SupportFile
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import LANGUAGES
from surveys.questions.file_parts import StagedTextPart, TextPart
from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.question_file import OptionPart, RulePart
from surveys.questions.reason_file import FollowUpPart, GroupPart, InvitationPart, ReasonFile, ReasonPart
from surveys.questions.survey_file import ReminderPart, SurveyFile, ThanksPart

MODELS: Final[tuple[type[BaseModel], ...]] = (
    *(kind.part for kind in KINDS),
    *(SurveyFile, OptionPart, RulePart, ThanksPart, TextPart, StagedTextPart, ReminderPart),
    *(ReasonFile, GroupPart, ReasonPart, InvitationPart, FollowUpPart, SupportFile, NoticesPart),
)


def keys_of(models: Iterable[type[BaseModel]]) -> Sequence[str]:
    """All keys that the tables of a file may have."""
    return sorted({field.alias or key for model in models for key, field in model.model_fields.items()})


KEYS: Final = keys_of(MODELS)
_KINDS: Final = ", ".join(f'"{kind.name}"' for kind in KINDS)

REMEDIES: Final[Mapping[str, str]] = {
    "enum": "file-expected-values",
    "literal_error": "file-expected-values",
    "union_tag_invalid": "survey-unknown-kind",
    "union_tag_not_found": "survey-missing-kind",
    "string_type": "file-expected-text",
    "int_type": "file-expected-number",
    "greater_than_equal": "file-too-small",
    "bool_type": "file-expected-truth",
    "list_type": "file-expected-list",
    "too_short": "file-empty-list",
    "model_type": "file-expected-keys",
}
"""Texts for pydantic's own kinds of errors."""
_NAMED: Final = (("questions",), ("groups",), ("reasons",), ("causes",), ("offers",), ("themes",))
"""The tables whose entries are told by id or code."""


def faults_of(
    error: ValidationError, content: Mapping[str, object], keys: Sequence[str] = KEYS
) -> Iterator[tuple[str, InterfaceText]]:
    """The dotted key and the remedy of each fault that pydantic found in the content of a file."""
    for detail in error.errors(include_url=False):
        yield _key(detail["loc"], content), _remedy(detail, keys)


def _key(location: tuple[int | str, ...], content: Mapping[str, object]) -> str:
    if location[:1] not in _NAMED or len(location) < 2:
        return ".".join(_steps(location))
    table = str(location[0])
    # Inside a question the location carries the kind that chose its shape, which is no key of the file.
    inside = location[3:] if table == "questions" else location[2:]
    return ".".join([table, _name(content, table, int(location[1])), *_steps(inside)])


def _steps(location: tuple[int | str, ...]) -> list[str]:
    """The steps of a location as people write them, who count from one."""
    return [str(step + 1) if isinstance(step, int) else step for step in location]


def _name(content: Mapping[str, object], table: str, index: int) -> str:
    items = content.get(table)
    item = items[index] if isinstance(items, list) else None
    name = (item.get("id") or item.get("code")) if isinstance(item, dict) else None
    return name if isinstance(name, str) and name else str(index + 1)


def _remedy(detail: ErrorDetails, keys: Sequence[str]) -> InterfaceText:
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(key, keys)
        case "missing" | "string_too_short" if key in LANGUAGES:
            return InterfaceText("file-missing-language", language=key)
        case "missing":
            return InterfaceText("file-missing-key", key=key)
        case "refused":
            return InterfaceText(detail["ctx"]["text_id"])
        case kind:
            known = {"kinds": _KINDS, **detail.get("ctx", {})}
            return InterfaceText(REMEDIES.get(kind, "file-wrong-value"), **known)


def _unknown_key(key: str, keys: Sequence[str]) -> InterfaceText:
    close = get_close_matches(key, keys, n=1)
    if not close:
        return InterfaceText("file-unknown-key")
    return InterfaceText("file-misspelled-key", known=close[0])
