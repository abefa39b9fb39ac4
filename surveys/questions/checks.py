"""What a well-formed survey file can still get wrong: texts, ids, buttons, roles, branches."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from surveys.language.interface_text import InterfaceText
from surveys.language.text import PLACEHOLDER, PLACEHOLDERS, Text
from surveys.questions.branches import branch_faults
from surveys.questions.callback import MAX_BYTES, longest
from surveys.questions.question import Question
from surveys.questions.role_checks import role_faults
from surveys.questions.survey import Survey

MAX_TEXT: Final = 4096
"""UTF-16 units that fit into one Telegram message."""
MAX_IN_ROW: Final = 8
MAX_ID: Final = 32
MAX_LABEL: Final = 30
"""Characters that a button over the whole width shows on a narrow phone."""

Found = Iterator[tuple[str, InterfaceText]]


def faults_in(survey: Survey) -> list[tuple[str, InterfaceText]]:
    """The dotted key and the remedy of each fault; branches are looked at once the questions are in order."""
    found = [*_long_ids(survey), *_double_ids(survey), *_texts(survey), *role_faults(survey)]
    for question in survey.questions:
        found += [*_rows(question), *_labels(question)]
    return found or branch_faults(survey)


def utf16_units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _long_ids(survey: Survey) -> Found:
    if (over := len(survey.id) - MAX_ID) > 0:
        yield "id", _too_long(survey.id, over)
    for question in survey.questions:
        over = len(question.id) - MAX_ID
        buttons = [*question.options, *(option.id for option in question.all_options)]
        widest = max(buttons, key=len, default="")
        if (size := longest(question.id, widest)) > MAX_BYTES:
            yield f"questions.{question.id}.id", _no_button(widest, size, max(over, size - MAX_BYTES))
        elif over > 0:
            yield f"questions.{question.id}.id", _too_long(question.id, over)


def _too_long(name: str, over: int) -> InterfaceText:
    return InterfaceText("survey-id-too-long", length=len(name), most=MAX_ID, over=over)


def _no_button(option: str, size: int, over: int) -> InterfaceText:
    return InterfaceText("survey-button-too-long", option=option, size=size, most=MAX_BYTES, over=over)


def _double_ids(survey: Survey) -> Found:
    times = Counter(question.id for question in survey.questions)
    for question_id, count in times.items():
        if count > 1:
            yield f"questions.{question_id}.id", InterfaceText("survey-question-twice", count=count)


def _texts(survey: Survey) -> Found:
    yield from text_faults("title", survey.title)
    for question in survey.questions:
        yield from text_faults(f"questions.{question.id}.text", question.text)
        for one in question.stage_texts:
            yield from text_faults(f"questions.{question.id}.text.{one.stage}", one.text)
    for number, thanks in enumerate(survey.thanks, start=1):
        yield from text_faults(f"thanks.{number}.text", thanks.text)
    if survey.menu is not None:
        yield from label_faults("menu", survey.menu)
    if survey.reminder is not None:
        yield from text_faults("reminder.text", survey.reminder.text)
        if survey.reminder.after >= survey.expires_after:
            yield "reminder.after", InterfaceText("survey-reminds-too-late")


def text_faults(key: str, text: Text, placeholders: frozenset[str] = PLACEHOLDERS) -> Found:
    """The key and the remedy of each fault of a text: too long for a message, an unknown placeholder."""
    for language, words in (("ru", text.ru), ("en", text.en)):
        if (units := utf16_units(words)) > MAX_TEXT:
            yield f"{key}.{language}", InterfaceText("file-text-too-long", units=units, most=MAX_TEXT)
        for name in PLACEHOLDER.findall(words):
            if name not in placeholders:
                yield f"{key}.{language}", _unknown_placeholder(name, placeholders)


def _unknown_placeholder(name: str, placeholders: frozenset[str]) -> InterfaceText:
    known = ", ".join(f"{{{one}}}" for one in sorted(placeholders))
    return InterfaceText("file-unknown-placeholder", name=f"{{{name}}}", known=known)


def label_faults(key: str, label: Text) -> Found:
    """The key and the remedy for each language in which a button's label is longer than `MAX_LABEL`."""
    for language, words in (("ru", label.ru), ("en", label.en)):
        if (over := len(words) - MAX_LABEL) > 0:
            yield f"{key}.{language}", InterfaceText("file-label-too-long", most=MAX_LABEL, over=over)


def _labels(question: Question) -> Found:
    """Faults of a survey's own buttons; those of reasons are checked in their own file."""
    key = f"questions.{question.id}"
    if question.kind.borrows_options:
        return
    for option in question.choices:
        yield from label_faults(f"{key}.options.{option.id}", option.label)
    if question.skip is not None:
        yield from label_faults(f"{key}.skip", question.skip)
    if len(question.options) > (most := question.kind.max_buttons):
        yield key, InterfaceText("survey-too-many-buttons", buttons=len(question.options), most=most)
    for option_id, count in Counter(question.options).items():
        if count > 1:
            yield f"{key}.options.{option_id}", InterfaceText("survey-button-twice", count=count)


def _rows(question: Question) -> Found:
    buttons = [option for row in question.rows for option in row]
    if sorted(buttons) != sorted(question.options):
        options = ", ".join(question.options)
        yield f"questions.{question.id}.rows", InterfaceText("survey-wrong-rows", options=options)
    if any(not 0 < len(row) <= MAX_IN_ROW for row in question.rows):
        yield f"questions.{question.id}.rows", InterfaceText("survey-wrong-row", most=MAX_IN_ROW)
