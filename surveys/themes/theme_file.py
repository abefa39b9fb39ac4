"""The shape of the file of themes, and what a well-formed one can still get wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import Field

from surveys.language.interface_text import InterfaceText
from surveys.questions.file_parts import Id, Part, TextPart
from surveys.sentiment.lexicon.tokens import is_one_word
from surveys.themes.theme import Theme, ThemeList

FILE: Final = "themes.toml"
MOST: Final = 30
"""Themes of a company: more could not be told apart in a report."""

Found = Iterator[tuple[str, InterfaceText]]


class ThemePart(Part):
    id: Id
    name: TextPart
    words: TextPart

    def build(self) -> Theme:
        by_language = {"ru": self.words.ru, "en": self.words.en}
        words = tuple((language, tuple(_split(said))) for language, said in by_language.items())
        return Theme(self.id, self.name.build(), words)


class ThemeFile(Part):
    themes: Annotated[list[ThemePart], Field(min_length=1, max_length=MOST)]

    def build(self) -> ThemeList:
        return ThemeList(tuple(theme.build() for theme in self.themes))

    def faults(self) -> Found:
        """The dotted key and the remedy of each fault."""
        for theme_id, n in Counter(theme.id for theme in self.themes).items():
            if n > 1:
                yield f"themes.{theme_id}", InterfaceText("theme-doubled", theme=theme_id)
        for theme in self.themes:
            for language, phrases in theme.build().words:
                for phrase in phrases:
                    if not all(map(is_one_word, phrase.split())):
                        yield (
                            f"themes.{theme.id}.words.{language}",
                            InterfaceText("theme-wrong-word", word=phrase),
                        )


def built(content: Mapping[str, object]) -> tuple[ThemeList, list[tuple[str, InterfaceText]]]:
    """The themes of a parsed file and its faults; raises ValidationError for one of another shape."""
    file = ThemeFile.model_validate(content)
    return file.build(), list(file.faults())


def _split(words: str) -> Iterator[str]:
    for entry in words.replace("\n", ",").split(","):
        if entry.strip():
            yield " ".join(entry.replace("-", " ").split()) or entry.strip()
