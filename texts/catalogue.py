"""Interface texts: Fluent files, one a language, editable without code."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from surveys.language.interface_text import InterfaceText
from surveys.language.languages import LANGUAGES
from surveys.language.plain_words import plain

BUILT_IN: Final = Path(__file__).parent
TERMINAL: Final = BUILT_IN / "terminal"
SHARED: Final = BUILT_IN / "shared"
"""What both the chat and the terminal say."""
_BUTTON: Final = "button-"
_Own = tuple[tuple[str, str], ...]


class Texts:
    """The texts of both languages. A company's own files replace single texts of the built-in ones."""

    def __init__(
        self, directory: Path | None = None, built_in: Path = BUILT_IN, own: Iterable[tuple[str, str]] = ()
    ) -> None:
        """`own` are files by language that stand for those of the directory."""
        self._directories = directory, built_in
        self._own = tuple(own)
        self._buttons: set[str] = set()
        """Ids of the texts that stand on buttons."""
        self._bundles: dict[str, FluentBundle] = {language: self._bundle(language) for language in LANGUAGES}
        self._plain: dict[tuple[str, str], str] = {}

    def __reduce__(self) -> tuple[Callable[..., "Texts"], tuple[Path | None, Path, _Own]]:
        """Pickled by its folders: the other process reads their files once."""
        return _read_once, (*self._directories, self._own)

    def text(self, language: str, name: str, /, **values: Any) -> str:
        """The text of that id with its placeholders filled.

        Raises KeyError for a language or text that there is not, ValueError for a placeholder that cannot be
        filled.
        """
        if values:
            return self._format(language, name, values)
        known = self._plain.get((language, name))
        if known is None:
            known = self._plain[language, name] = self._format(language, name, {})
        return known

    @cached_property
    def buttons(self) -> dict[str, frozenset[str]]:
        """Ids of the buttons' texts by what they say in either language, in plain words."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for language, bundle in self._bundles.items():
            for name in self._buttons:
                if bundle.has_message(name) and (words := self._words(language, name)):
                    said[words].add(name)
        return {words: frozenset(names) for words, names in said.items()}

    def _words(self, language: str, name: str) -> str:
        """What a text says in plain words; empty where it is filled before it is said."""
        try:
            return plain(self.text(language, name))
        except ValueError:
            return ""

    def render(self, language: str, text: InterfaceText) -> str:
        """The text in words, with the words of the texts that fill it; raises as `text` does."""
        values = {
            name: self.render(language, value) if isinstance(value, InterfaceText) else value
            for name, value in text.values
        }
        return self.text(language, text.id, **values)

    def _bundle(self, language: str) -> FluentBundle:
        # Isolating marks around placeholders are invisible characters that customers would copy along.
        bundle = FluentBundle([language], use_isolating=False)
        for source in self._sources(language):
            resource = _parsed(source)
            bundle.add_resource(resource, allow_overrides=True)
            names = (one.id.name for one in resource.body if isinstance(one, ast.Message))
            self._buttons.update(name for name in names if name.startswith(_BUTTON))
        return bundle

    def _sources(self, language: str) -> Iterator[str]:
        directory, built_in = self._directories
        own = dict(self._own)
        for file in _files(language, built_in, None if language in own else directory):
            yield file.read_text(encoding="utf-8-sig")
        if language in own:
            yield own[language]

    def _format(self, language: str, name: str, values: dict[str, Any]) -> str:
        bundle = self._bundles[language]
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise KeyError(f"text {name} has no words")
        said, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise ValueError(f"text {name} in {language} cannot be said") from errors[0]
        return str(said)


@lru_cache(maxsize=16)  # a file of each kind and language, and some that are being edited
def _parsed(source: str) -> ast.Resource:
    """What a file says; reading it takes a quarter of a second, and nothing changes it afterwards."""
    resource: ast.Resource = FluentResource(source)
    return resource


@cache
def terminal_texts() -> Texts:
    """The texts of the command line, read once."""
    return Texts(built_in=TERMINAL)


@cache
def _read_once(directory: Path | None, built_in: Path, own: _Own) -> Texts:
    return Texts(directory, built_in, own)


def _files(language: str, built_in: Path, directory: Path | None) -> Iterable[Path]:
    yield SHARED / f"{language}.ftl"
    yield built_in / f"{language}.ftl"
    if directory is not None and (own := directory / f"{language}.ftl").exists():
        yield own
