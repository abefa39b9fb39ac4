"""Faults of a company's own text files."""

from collections.abc import Iterator
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from handlers.texts import BUILT_IN
from surveys.fault import Fault
from surveys.language import LANGUAGES
from surveys.survey import Text


def faults(directory: Path) -> list[Fault]:
    """Lines that cannot be read, texts that nothing says, placeholders that nobody fills."""
    files = [(directory / f"{language}.ftl", BUILT_IN / f"{language}.ftl") for language in LANGUAGES]
    return [fault for own, known in files if own.exists() for fault in _compare(own, _messages(known))]


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # the visitor's own name
        self.names.add(node.id.name)


def _compare(file: Path, known: dict[str, set[str]]) -> Iterator[Fault]:
    source = file.read_text(encoding="utf-8-sig")
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield Fault(file, f"line {line}", _UNREADABLE)
        elif isinstance(entry, ast.Message):
            name = entry.id.name
            if name not in known:
                yield Fault(file, name, _UNKNOWN)
            elif extra := _variables(entry) - known[name]:
                yield Fault(file, name, _unfilled(sorted(extra), sorted(known[name])))


def _messages(file: Path) -> dict[str, set[str]]:
    body = FluentParser().parse(file.read_text(encoding="utf-8")).body
    return {entry.id.name: _variables(entry) for entry in body if isinstance(entry, ast.Message)}


def _variables(message: ast.Message) -> set[str]:
    visitor = _Variables()
    visitor.visit(message)
    return visitor.names


def _unfilled(extra: list[str], known: list[str]) -> Text:
    wrong, right = ", ".join(extra), ", ".join(known)
    return Text(
        f"подстановки {wrong} здесь нет, есть: {right or 'никаких'}",
        f"there is no placeholder {wrong} here; there is: {right or 'none'}",
    )


_UNREADABLE = Text(
    "строка не читается: нужно «имя = текст», а продолжение начинается с пробелов",
    "this line cannot be read: write 'name = text' and begin its next lines with spaces",
)
_UNKNOWN = Text(
    "такого текста нет: уберите его или возьмите имя из встроенного файла",
    "there is no such text: remove it or take its name from the built-in file",
)
