"""Both languages say the same things; the code says nothing that they lack, and they hold nothing unsaid."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from handlers.shared import menus
from surveys.language.languages import LANGUAGES
from surveys.outreach.policy import PolicyReason
from surveys.questions.kinds.catalogue import KINDS
from texts import check
from texts.catalogue import BUILT_IN, Texts

ROOT = Path(__file__).parents[2]
VALUES = {"n": 21, "score": "10", "period": "октябрь 2026"}
"""What stands for a placeholder; every other one is a word."""


class Placeholders(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)


def texts_of(language: str) -> dict[str, set[str]]:
    """Names and their placeholders."""
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse((BUILT_IN / f"{language}.ftl").read_text(encoding="utf-8")).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            assert entry.id.name not in found
            placeholders = Placeholders()
            placeholders.visit(entry)
            found[entry.id.name] = placeholders.names
    return found


def trees() -> Iterator[ast.Module]:
    for room in ("bot", "handlers", "reports", "surveys", "texts"):
        for file in sorted((ROOT / room).rglob("*.py")):
            yield ast.parse(file.read_text(encoding="utf-8"))


def sayings() -> Iterator[tuple[str, set[str] | None]]:
    """Names that are said word for word, with the placeholders filled; None where they are unpacked."""
    for tree in trees():
        for call in ast.walk(tree):
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
    places = {"text": (1, 2), "say": (2,)}.get(ast.unparse(call.func).rpartition(".")[2], ())
    return call.args[-1] if len(call.args) in places else None


def words_in_code() -> set[str]:
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


RUSSIAN, ENGLISH = texts_of("ru"), texts_of("en")
TEXTS = Texts()
IN_MENU = {
    f"command-{name}"
    for name in (*menus.CUSTOMER, *menus.SUPPORT, *(name for of in menus.STAFF.values() for name in of))
}
IN_POLICY = {reason.text_id for reason in PolicyReason}


def test_both_languages_have_the_same_texts_with_the_same_placeholders() -> None:
    assert RUSSIAN == ENGLISH


def test_whatever_the_code_says_exists_and_is_filled() -> None:
    said = list(sayings())
    assert len(said) >= 221
    for name, filled in said:
        assert name in RUSSIAN, name
        assert filled is None or filled == RUSSIAN[name], name
    assert RUSSIAN.keys() >= IN_MENU | IN_POLICY


def test_whatever_a_kind_of_question_says_exists_and_is_filled() -> None:
    for kind in KINDS:
        assert RUSSIAN.keys() >= {hint.text for hint in kind.hints}
        if (chosen := kind.chosen) is not None:
            assert RUSSIAN[chosen.given] == {"answer"}
            assert RUSSIAN[chosen.same] <= {"answer"}
            assert RUSSIAN[chosen.change] == RUSSIAN[chosen.choose] == set()


def test_no_text_is_left_unsaid() -> None:
    assert sorted(RUSSIAN.keys() - words_in_code() - IN_MENU - IN_POLICY) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    for name, placeholders in RUSSIAN.items():
        said = TEXTS.text(language, name, **{word: VALUES.get(word, "слово") for word in placeholders})
        assert said.strip() == said != ""
        assert "{" not in said
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
    said = fault.render("en")
    assert str(tmp_path / "en.ftl") in said
    assert where in said
    assert remedy in said
