"""Faults of a company's own text files."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from surveys.language.interface_text import InterfaceText
from surveys.language.languages import LANGUAGES
from surveys.questions.file_error import FileError, FileErrors
from texts.catalogue import BUILT_IN, Texts

_FUNCTIONS: Final = ("NUMBER()", "DATETIME()")


class FaultyTextsError(FileErrors):
    """Text files that cannot be used, with every fault found."""


def load(directory: Path | None) -> Texts:
    """The built-in texts and those of the directory; raises FaultyTextsError with every fault found."""
    if directory is not None and (found := faults(directory)):
        raise FaultyTextsError(found)
    return Texts(directory)


def faults(directory: Path) -> list[FileError]:
    """Every fault of a directory's text files; empty when there is none.

    Faults are lines that cannot be read, texts that nothing says, placeholders that nobody fills.
    """
    return [fault for file in sorted(directory.glob("*.ftl")) for fault in _faults_of(file)]


class _References(Visitor):
    """Collects what a text is put together from."""

    def __init__(self) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.others: set[str] = set()

    # The names of the methods are the visitor's own.

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.others.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.others.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:
        self.others.add(f"{node.id.name}()")
        self.generic_visit(node)


def _faults_of(file: Path) -> Iterator[FileError]:
    if file.stem not in LANGUAGES:
        yield FileError(file, "", InterfaceText("text-unknown-language"))
        return
    try:
        source = file.read_text(encoding="utf-8-sig")
    except OSError:
        yield FileError(file, "", InterfaceText("text-unreadable"))
    except UnicodeDecodeError:
        yield FileError(file, "", InterfaceText("file-not-utf8"))
    else:
        yield from faults_in(source, file)


def wordings(source: str) -> dict[str, str]:
    """What each text of a file says as it is written there, by its id."""
    return _wordings(source, FluentParser().parse(source).body)


def _wordings(source: str, body: Iterable[ast.EntryType]) -> dict[str, str]:
    # The span of a whole entry begins with the comment above it.
    return {
        entry.id.name: source[entry.id.span.end : entry.span.end].partition("=")[2].strip()
        for entry in body
        if isinstance(entry, ast.Message) and entry.span is not None and entry.id.span is not None
    }


def with_built_in(source: str, language: str) -> str:
    """The file with our own texts below its own, so that whoever edits it sees all there are."""
    own, built_in = wordings(source), (BUILT_IN / f"{language}.ftl").read_text(encoding="utf-8")
    entries = [
        built_in[entry.span.start : entry.span.end].rstrip()
        for entry in FluentParser().parse(built_in).body
        if entry.span is not None and not (isinstance(entry, ast.Message) and entry.id.name in own)
    ]
    return "\n".join([*filter(None, [source.strip()]), *entries, ""])


def without_built_in(source: str, language: str) -> str:
    """The file without texts that say what is built in: that may change with the program.

    It is left as it is where there are none.
    """
    built_in, body = built_in_wordings(language), FluentParser().parse(source).body
    said = _wordings(source, body)
    if not any(built_in.get(name) == words for name, words in said.items()):
        return source
    own = [
        source[entry.span.start : entry.span.end].rstrip()
        for entry in body
        if isinstance(entry, ast.Message | ast.Term)
        and entry.span is not None
        and (isinstance(entry, ast.Term) or built_in.get(entry.id.name) != said.get(entry.id.name))
    ]
    return "".join(f"{one}\n" for one in own)


@cache
def built_in_wordings(language: str) -> Mapping[str, str]:
    """What each of our own texts says in that language, by its id."""
    return wordings((BUILT_IN / f"{language}.ftl").read_text(encoding="utf-8"))


def faults_in(source: str, file: Path) -> list[FileError]:
    """Every fault of the text of a file, whose name is that of a language."""
    if file.stem not in LANGUAGES:
        return [FileError(file, "", InterfaceText("text-unknown-language"))]
    try:
        return list(_compare(file, source, _messages(BUILT_IN / file.name)))
    except RecursionError:
        return [FileError(file, "", InterfaceText("file-too-deep"))]


def _compare(file: Path, source: str, known: dict[str, set[str]]) -> Iterator[FileError]:
    body = FluentParser().parse(source).body
    usable = {*known, *_FUNCTIONS, *(f"-{entry.id.name}" for entry in body if isinstance(entry, ast.Term))}
    for entry in body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield FileError(file, f"line {line}", InterfaceText("text-bad-line"))
        elif isinstance(entry, ast.Message):
            yield from (
                (FileError(file, entry.id.name, remedy)) for remedy in _wrong_with(entry, known, usable)
            )


def _wrong_with(
    message: ast.Message, known: dict[str, set[str]], usable: set[str]
) -> Iterator[InterfaceText]:
    name = message.id.name
    found = _references(message)
    if name not in known:
        yield InterfaceText("text-unknown")
    elif message.value is None:
        yield InterfaceText("text-empty")
    elif extra := found.variables - known[name]:
        yield _unfilled(extra, known[name])
    elif missing := found.others - usable:
        yield InterfaceText("text-unresolved", names=", ".join(sorted(missing)))


def _messages(file: Path) -> dict[str, set[str]]:
    body = FluentParser().parse(file.read_text(encoding="utf-8")).body
    return {entry.id.name: _references(entry).variables for entry in body if isinstance(entry, ast.Message)}


def _references(message: ast.Message) -> _References:
    visitor = _References()
    visitor.visit(message)
    return visitor


def _unfilled(extra: set[str], known: set[str]) -> InterfaceText:
    return InterfaceText(
        "text-unfilled",
        wrong=", ".join(sorted(extra)),
        known=", ".join(sorted(known)) or InterfaceText("text-no-placeholders"),
    )
