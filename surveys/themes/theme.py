"""Themes of comments: what customers write about, known by words of lists that a manager edits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from surveys.language.alphabet import written_in
from surveys.language.languages import LANGUAGES
from surveys.language.text import Text


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that customers write about, such as the delivery."""

    id: str
    name: Text
    words: tuple[tuple[str, tuple[str, ...]], ...]
    """By language the words and phrases by which it is known, as the file has them."""

    def words_of(self, language: str) -> tuple[str, ...]:
        """The words of one language; empty where the file has none."""
        return dict(self.words).get(language, ())


@dataclass(frozen=True, slots=True)
class ThemeList:
    """All themes of a company, in the order of its file."""

    themes: tuple[Theme, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Different once a comment may have other themes: 16 letters of a hash over ids and words."""
        said = repr([(theme.id, theme.words) for theme in self.themes])
        return sha256(said.encode()).hexdigest()[:16]

    def name_of(self, theme_id: str) -> Text | None:
        """The name of a theme; None for one that the file has no more."""
        return next((theme.name for theme in self.themes if theme.id == theme_id), None)

    def of_comment(self, text: str) -> tuple[str, ...]:
        """Ids of the themes of a comment, in the order of the file; empty without any.

        Only words of the comment's language are looked for. Call it in a spawned process, as the sentiment.
        """
        from surveys.sentiment.lexicon.tokens import names_of, tokens_of

        language = written_in(text)
        names = [names_of(token, language, frozenset()) for token in tokens_of(text)]
        opening = _by_opening(self, language)
        found = {
            theme_id
            for at, those in enumerate(names)
            for name in those
            for theme_id, rest in opening.get(name, ())
            if _follow(rest, names, at + 1)
        }
        return tuple(theme.id for theme in self.themes if theme.id in found)


NO_THEMES = ThemeList()

Opening = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
"""By the name of a first word, the theme and the names of the words that must follow."""


@cache
def _by_opening(themes: ThemeList, language: str) -> Opening:
    opening: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for theme_id, names in _phrases(themes, language):
        opening.setdefault(names[0], []).append((theme_id, names[1:]))
    return opening


def _phrases(themes: ThemeList, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    from surveys.sentiment.lexicon.tokens import name_of

    assert language in LANGUAGES
    for theme in themes.themes:
        for phrase in theme.words_of(language):
            yield theme.id, tuple(name_of(word, language) for word in phrase.split())


def _follow(rest: Sequence[str], names: Sequence[frozenset[str]], at: int) -> bool:
    if at + len(rest) > len(names):
        return False
    return all(name in names[at + place] for place, name in enumerate(rest))
