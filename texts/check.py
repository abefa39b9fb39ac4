"""Faults of a company's own text files."""

from collections.abc import Iterator
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from surveys.language.languages import LANGUAGES
from surveys.language.text import Text
from surveys.questions.file_error import FileError, FileErrors
from texts.catalogue import BUILT_IN, Texts


class FaultyTextsError(FileErrors):
    """Text files that cannot be used."""


def load(directory: Path | None) -> Texts:
    """The built-in texts and those of the directory; raises FaultyTextsError with every fault found."""
    if directory is not None and (found := faults(directory)):
        raise FaultyTextsError(found)
    return Texts(directory)


def faults(directory: Path) -> list[FileError]:
    """Lines that cannot be read, texts that nothing says, placeholders that nobody fills."""
    return [fault for file in sorted(directory.glob("*.ftl")) for fault in _faults_of(file)]


class _References(Visitor):
    """What a text is put together from."""

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
        yield FileError(file, "", _NO_LANGUAGE)
        return
    try:
        source = file.read_text(encoding="utf-8-sig")
    except OSError:
        yield FileError(file, "", _NO_FILE)
    except UnicodeDecodeError:
        yield FileError(file, "", _NOT_UTF8)
    else:
        yield from _compare(file, source, _messages(BUILT_IN / file.name))


def _compare(file: Path, source: str, known: dict[str, set[str]]) -> Iterator[FileError]:
    body = FluentParser().parse(source).body
    usable = {*known, *_FUNCTIONS, *(f"-{entry.id.name}" for entry in body if isinstance(entry, ast.Term))}
    for entry in body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            yield FileError(file, f"line {line}", _UNREADABLE)
        elif isinstance(entry, ast.Message):
            yield from (
                (FileError(file, entry.id.name, remedy)) for remedy in _wrong_with(entry, known, usable)
            )


def _wrong_with(message: ast.Message, known: dict[str, set[str]], usable: set[str]) -> Iterator[Text]:
    name = message.id.name
    found = _references(message)
    if name not in known:
        yield _UNKNOWN
    elif message.value is None:
        yield _EMPTY
    elif extra := found.variables - known[name]:
        yield _unfilled(sorted(extra), sorted(known[name]))
    elif missing := found.others - usable:
        yield _unresolved(sorted(missing))


def _messages(file: Path) -> dict[str, set[str]]:
    body = FluentParser().parse(file.read_text(encoding="utf-8")).body
    return {entry.id.name: _references(entry).variables for entry in body if isinstance(entry, ast.Message)}


def _references(message: ast.Message) -> _References:
    visitor = _References()
    visitor.visit(message)
    return visitor


def _unfilled(extra: list[str], known: list[str]) -> Text:
    wrong, right = ", ".join(extra), ", ".join(known)
    return Text(
        f"подстановки {wrong} здесь нет, есть: {right or 'никаких'}",
        f"there is no placeholder {wrong} here; there is: {right or 'none'}",
    )


def _unresolved(missing: list[str]) -> Text:
    names = ", ".join(missing)
    return Text(
        f"{names} ничего не значит: в фигурных скобках бывают только подстановки, например {{ $score }}",
        f"{names} means nothing: in braces there can be placeholders only, such as {{ $score }}",
    )


_FUNCTIONS = ("NUMBER()", "DATETIME()")

_UNREADABLE = Text(
    "строка не читается: нужно «имя = текст», а продолжение начинается с пробелов",
    "this line cannot be read: write 'name = text' and begin its next lines with spaces",
)
_UNKNOWN = Text(
    "такого текста нет: уберите его или возьмите имя из встроенного файла",
    "there is no such text: remove it or take its name from the built-in file",
)
_EMPTY = Text(
    "у текста нет слов: напишите их после знака =",
    "this text has no words: write them after the = sign",
)
_NO_LANGUAGE = Text(
    "такого языка нет: файл называется ru.ftl или en.ftl",
    "there is no such language: the file is called ru.ftl or en.ftl",
)
_NO_FILE = Text(
    "файл не читается: проверьте права доступа",
    "the file cannot be read: check the permissions",
)
_NOT_UTF8 = Text("сохраните файл в кодировке UTF-8", "save the file in UTF-8")
