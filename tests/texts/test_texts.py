"""Both languages say the same things; the code says nothing that they lack, and they hold nothing unsaid."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.__main__ import cli
from bot.cli.command_texts import help_text_ids
from bot.config.errors import expected
from bot.config.schema import KEYS
from handlers.manager.campaign_draft import (
    AUDIENCE,
    COUNT,
    DELETE,
    NO_SECOND,
    OFFERS,
    PREVIEW,
    SECOND,
    START,
    TEXT,
    AudienceField,
)
from handlers.manager.campaign_progress import FUNNEL, PAUSE, RESUME, STOP
from handlers.manager.campaign_schedule import LATER, NOT_YET
from handlers.shared import menus
from reports.catalogue import REPORTS
from storage.reports.exports import EXPORTS
from surveys.catalogue.remedies import REMEDIES
from surveys.content.kinds import ContentKind
from surveys.language.languages import LANGUAGES
from surveys.outreach.campaigns import CampaignKind
from surveys.outreach.policy import PolicyReason
from surveys.questions.kinds.catalogue import KINDS
from surveys.records.evidence import FileQuestion
from surveys.records.fields import Field
from surveys.records.records import RecordKind
from tests.words import words_of
from texts import check
from texts.catalogue import BUILT_IN, SHARED, TERMINAL, Texts, terminal_texts

ROOT = Path(__file__).parents[2]
VALUES = {"n": 21, "score": "10", "period": "октябрь 2026"}
"""What stands for a placeholder; every other one is a word."""
SPEAKING = ("bot", "handlers", "reports", "surveys", "texts")
CARRYING = (*SPEAKING, "demo", "storage")
"""Rooms whose errors and faults carry texts to a terminal; the last two say nothing themselves."""


class Placeholders(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)


def texts_of(language: str, folder: Path = BUILT_IN) -> dict[str, set[str]]:
    """Names and their placeholders."""
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse((folder / f"{language}.ftl").read_text(encoding="utf-8")).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            assert entry.id.name not in found
            placeholders = Placeholders()
            placeholders.visit(entry)
            found[entry.id.name] = placeholders.names
    return found


def nodes(rooms: tuple[str, ...] = SPEAKING) -> Iterator[ast.AST]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield from nodes_of(file)


@cache
def nodes_of(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def sayings() -> Iterator[tuple[str, set[str] | None]]:
    """Names that are said word for word, with the placeholders filled; None where they are unpacked."""
    for call in nodes():
        if not isinstance(call, ast.Call):
            continue
        named = _id_of(call)
        names = [named.body, named.orelse] if isinstance(named, ast.IfExp) else [named]
        for name in names:
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                filled = {keyword.arg for keyword in call.keywords}
                yield name.value, None if None in filled else {word for word in filled if word}


def _id_of(call: ast.Call) -> ast.expr | None:
    """Of the text that is said: after the language, or alone where that is known; None for another call."""
    places = {"text": (1, 2), "say": (2,)}.get(_called(call), ())
    return call.args[-1] if len(call.args) in places else None


def carried() -> Iterator[tuple[str, set[str]]]:
    """Texts that errors and faults carry to where they are shown, with the placeholders filled."""
    classes = dict(text_ids())
    for node in nodes(CARRYING):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in classes:
            yield classes[node.exc.id], set()
        elif isinstance(node, ast.Call):
            yield from _carried_by(node, classes)


def _carried_by(call: ast.Call, classes: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    called = _called(call)
    filled = {keyword.arg for keyword in call.keywords if keyword.arg}
    if called in classes:
        yield classes[called], filled
    elif called in CARRIERS and call.args:
        first = call.args[0]
        for text_id in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
            if isinstance(text_id, ast.Constant) and isinstance(text_id.value, str):
                yield text_id.value, filled | CARRIERS[called]


def _called(call: ast.Call) -> str:
    """The last word of what is called."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def text_ids() -> Iterator[tuple[str, str]]:
    """The classes of errors that have one text, with its id."""
    for node in nodes(CARRYING):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "text_id":
                    yield node.name, ast.literal_eval(line.value)


def words_in_code(rooms: tuple[str, ...] = SPEAKING) -> set[str]:
    return {
        node.value for node in nodes(rooms) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


CARRIERS = {
    "InterfaceText": set[str](),
    "refusal": set[str](),
    "fault": {"place"},
    "UnreadableValue": {"column"},
}
"""What carries the text whose id comes first, and the placeholders that it fills by itself."""
RUSSIAN, ENGLISH = texts_of("ru"), texts_of("en")
IN_TERMINAL = texts_of("ru", TERMINAL)
IN_BOTH = texts_of("ru", SHARED)
TEXTS = Texts()
IN_MENU = {
    f"command-{name}"
    for name in (*menus.CUSTOMER, *menus.SUPPORT, *(name for of in menus.STAFF.values() for name in of))
}
IN_HELP = {f"help-{name}" for name in REPORTS}
IN_REQUESTS = {f"words-{name}" for name in (*REPORTS, "cases", *(f"export-{name}" for name in EXPORTS))}
IN_POLICY = {reason.text_id for reason in PolicyReason}
IN_CAMPAIGNS = (
    {f"button-campaign-{step}" for step in (PAUSE, RESUME, STOP, FUNNEL)}
    | {
        f"button-campaign-{step}"
        for step in (AUDIENCE, TEXT, SECOND, NO_SECOND, OFFERS, PREVIEW, COUNT, START, DELETE, LATER, NOT_YET)
    }
    | {f"button-campaign-by-{field}" for field in AudienceField}
    | {f"button-campaign-kind-{kind}" for kind in CampaignKind}
)
IN_CONTENT = {
    f"{of}-{kind}" for of in ("content-list", "content-off", "button-content") for kind in ContentKind
} | {f"content-sure-{kind}" for kind in ContentKind if kind not in (ContentKind.TEXTS, ContentKind.THEMES)}
IN_FILES = (
    {f"import-kind-{kind}" for kind in RecordKind}
    | {f"import-field-{field.value.replace('_', '-')}" for field in Field}
    | {f"import-which-{question}" for question in FileQuestion}
    | {f"import-undo-{why}" for why in ("people", "orders", "changed", "over")}
    | {f"import-refused-column-{name}" for name in ("line", "why")}
)
BY_DATA = IN_MENU | IN_HELP | IN_REQUESTS | IN_POLICY | IN_CAMPAIGNS | IN_CONTENT | IN_FILES
EXPECTED = {expected(key).id for key in KEYS}
IN_COMMANDS = set(help_text_ids(cli)) | {
    f"help-heading-{name}" for name in ("options", "commands", "positional")
}
IN_COMMANDS |= {f"help-option-{name}" for name in ("help", "version", "config")}
TYPED_BY_PEOPLE = {
    "handlers/staff/setup.py",
    "handlers/staff/setup_questions.py",
    "handlers/support/typed_commands.py",
    *(
        f"surveys/language/{name}.py"
        for name in (
            "absence_text",
            *("calendar_points", "cities", "date_text", "day_correction", "months", "named_days", "numerals"),
            *("score_correction", "score_text"),
            *("time_spans", "zones"),
        )
    ),
    *(f"surveys/cases/{name}.py" for name in ("canned_reply", "courtesy", "greetings")),
    *(
        f"surveys/records/{name}.py"
        for name in (
            *("amounts", "cells", "header_synonyms", "instants", "order_lines", "phone"),
            *("reading", "statuses"),
        )
    ),
    "surveys/language/intent_text.py",
    "surveys/language/solved_text.py",
    "surveys/questions/link_request.py",
    *(f"surveys/statistics/{name}.py" for name in ("period_sentence", "periods")),
}


def test_both_languages_have_the_same_texts_with_the_same_placeholders() -> None:
    assert RUSSIAN == ENGLISH
    assert texts_of("en", TERMINAL) == IN_TERMINAL
    assert texts_of("en", SHARED) == IN_BOTH
    assert not IN_BOTH.keys() & (RUSSIAN.keys() | IN_TERMINAL.keys())


def test_whatever_the_code_says_exists_and_is_filled() -> None:
    said = list(sayings())
    assert len(said) >= 221
    for name, filled in said:
        assert name in RUSSIAN, name
        assert filled is None or filled == RUSSIAN[name], name
    assert RUSSIAN.keys() >= BY_DATA


def test_whatever_an_error_or_a_fault_carries_exists_and_is_filled() -> None:
    found, known = list(carried()), IN_TERMINAL | IN_BOTH
    assert len(found) >= 100
    for name, filled in found:
        assert name in known, name
        assert filled == known[name], name
    assert known.keys() >= {text_id for _, text_id in text_ids()}


def test_whatever_the_configuration_and_the_library_that_reads_files_name_has_its_words() -> None:
    assert {name for name in IN_TERMINAL if name.startswith("expected-")} == EXPECTED
    for name in REMEDIES.values():
        assert IN_TERMINAL[name] <= {"kinds", "expected", "ge"}, name


def test_whatever_a_kind_of_question_says_exists_and_is_filled() -> None:
    for kind in KINDS:
        assert RUSSIAN.keys() >= {hint.text for hint in kind.hints}
        if (chosen := kind.chosen) is not None:
            assert RUSSIAN[chosen.given] == {"answer"}
            assert RUSSIAN[chosen.same] <= {"answer"}
            assert RUSSIAN[chosen.change] == RUSSIAN[chosen.choose] == set()


def test_words_of_the_interface_stand_in_no_code() -> None:
    """Russian is easily seen; what is left of it are words that people type, and names of languages."""
    found = {
        str(file.relative_to(ROOT))
        for room in CARRYING
        for file in (ROOT / room).rglob("*.py")
        if any(re.search("[а-яё]{2}", word, re.IGNORECASE) for word in _strings(file))
    }
    assert {name for name in found if not name.startswith("demo/")} == TYPED_BY_PEOPLE


def _strings(file: Path) -> Iterator[str]:
    """Without docstrings."""
    found = nodes_of(file)
    docstrings = {id(node.value) for node in found if isinstance(node, ast.Expr)}
    for node in found:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_text_is_left_unsaid() -> None:
    assert sorted(RUSSIAN.keys() - words_in_code() - BY_DATA) == []
    assert sorted(IN_TERMINAL.keys() - words_in_code(CARRYING) - EXPECTED - IN_COMMANDS) == []
    assert sorted(IN_BOTH.keys() - words_in_code(CARRYING)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("texts", "known"), [(TEXTS, RUSSIAN | IN_BOTH), (terminal_texts(), IN_TERMINAL | IN_BOTH)]
)
def test_every_text_can_be_said(texts: Texts, known: dict[str, set[str]], language: str) -> None:
    for name, placeholders in known.items():
        said = texts.text(language, name, **{word: VALUES.get(word, "слово") for word in placeholders})
        assert said.strip() == said != ""
        assert "{" not in said.removesuffix("{ $score }")  # shown to whoever writes such a text
        assert len(said) <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_a_phone_and_pop_ups_and_commands_fit_telegram(language: str) -> None:
    def longest(prefix: str) -> int:
        said = [
            TEXTS.text(language, name, **{word: VALUES.get(word, "слово") for word in placeholders})
            for name, placeholders in RUSSIAN.items()
            if name.startswith(prefix)
        ]
        return max(map(len, said))

    assert longest("button-") <= 30
    assert max(longest("question-"), longest("score-"), longest("closed-"), longest("choose-")) <= 200
    assert longest("command-") <= 256


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (1, "1 ответ ", "1 answer "),
        (3, "3 ответа ", "3 answers "),
        (5, "5 ответов ", "5 answers "),
        (11, "11 ответов ", "11 answers "),
        (21, "21 ответ ", "21 answers "),
        (24, "24 ответа ", "24 answers "),
    ],
)
def test_answers_are_counted_in_the_right_form(n: int, russian: str, english: str) -> None:
    for language, counted in (("ru", russian), ("en", english)):
        assert TEXTS.text(language, "nps-hidden", period="X", n=n).startswith(counted)
        previous = TEXTS.text(language, "nps-previous-hidden", period="X", n=n)
        assert previous.startswith(f"X: {counted.strip()},")


def test_none_is_no_number() -> None:
    assert TEXTS.text("ru", "nps-previous-hidden", period="X", n=0) == "X: ответов нет"
    assert TEXTS.text("en", "nps-previous-hidden", period="X", n=0) == "X: no answers"


def test_a_company_replaces_single_texts_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "ru.ftl").write_text("button-rate = Оценить кофе\n", encoding="utf-8-sig")
    own = Texts(tmp_path)
    assert own.text("ru", "button-rate") == "Оценить кофе"
    assert own.text("ru", "button-change") == TEXTS.text("ru", "button-change")
    assert own.text("en", "button-rate") == TEXTS.text("en", "button-rate")
    assert check.faults(tmp_path) == []


@pytest.mark.parametrize(
    ("line", "where", "remedy"),
    [
        ("butten-rate = x", "butten-rate", "there is no such text"),
        ("start = Hello { $busines }", "start", "no placeholder busines here; there is: business"),
        ("button-rate = { $x }", "button-rate", "there is: none"),
        ("this is no text", "line 2", "cannot be read"),
    ],
)
def test_a_fault_in_a_companys_texts_is_named_with_its_remedy(
    tmp_path: Path, line: str, where: str, remedy: str
) -> None:
    (tmp_path / "en.ftl").write_text(f"# ours\n{line}\n", encoding="utf-8")
    [fault] = check.faults(tmp_path)
    said = words_of(fault.text)
    assert str(tmp_path / "en.ftl") in said
    assert where in said
    assert remedy in said
