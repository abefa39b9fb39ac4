"""What a new file changes of the one before, in words."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import takewhile
from typing import Final

from handlers.shared.app_context import AppContext
from surveys.content.entry import ContentKey
from surveys.content.kinds import ContentKind
from surveys.language.text import Text
from surveys.questions.question import Question
from surveys.questions.survey import Survey
from texts import check
from texts.quoting import inline

_WORDS: Final = 80
_MOST: Final = 8
_BEFORE: Final = 20
"""So many characters are shown of what two long texts share."""


def sentences(
    app: AppContext, language: str, key: ContentKey, before: str, after: str, survey: Survey | None
) -> list[str]:
    """A sentence for each change, at most eight and one that says how many more there are."""
    said = list(_sentences(_Words(app, language), key, before, after, survey))
    if len(said) <= _MOST:
        return said
    more = app.texts.text(language, "content-changes-more", n=len(said) - _MOST)
    return [*said[:_MOST], more]


class _Words:
    def __init__(self, app: AppContext, language: str) -> None:
        self.app = app
        self.language = language

    def say(self, text_id: str, **values: object) -> str:
        return self.app.texts.text(self.language, text_id, **values)

    def of(self, text: Text) -> str:
        return inline(text.render(self.language), _WORDS)


def _sentences(
    words: _Words, key: ContentKey, before: str, after: str, survey: Survey | None
) -> Iterator[str]:
    if key[0] is ContentKind.TEXTS:
        yield from _of_texts(words, key[1], before, after)
    elif survey is not None:
        known = words.app.survey(survey.id)
        yield from _of_new(words, survey) if known is None else _of_survey(words, known, survey)


def _of_new(words: _Words, survey: Survey) -> Iterator[str]:
    yield words.say("content-new-survey", title=words.of(survey.title), n=len(survey.questions))


def _of_survey(words: _Words, old: Survey, new: Survey) -> Iterator[str]:
    for question in new.questions:
        known = old.question(question.id)
        if known is None:
            yield words.say("content-question-added", question=question.id, words=words.of(question.text))
        else:
            yield from _of_question(words, known, question)
    for question in old.questions:
        if new.question(question.id) is None:
            yield words.say("content-question-removed", question=question.id, words=words.of(question.text))
    if [one.id for one in old.questions if new.question(one.id)] != [
        one.id for one in new.questions if old.question(one.id)
    ]:
        yield words.say("content-order-changed")
    if old.thanks != new.thanks:
        yield words.say("content-thanks-changed")
    names = [field.name for field in fields(Survey) if field.name not in ("version", "questions", "thanks")]
    if changed := [name for name in names if getattr(old, name) != getattr(new, name)]:
        yield words.say("content-settings-changed", keys=", ".join(changed))


def _of_question(words: _Words, old: Question, new: Question) -> Iterator[str]:
    if old.text != new.text:
        language = words.language
        if old.text.render(language) == new.text.render(language):  # it is the other language's
            language = "en" if language == "ru" else "ru"
        before, after = _apart(old.text.render(language), new.text.render(language))
        yield words.say("content-question-text", question=new.id, before=before, after=after)
    if _options(old) != _options(new):
        yield words.say("content-options-changed", question=new.id)
    elif replace(old, text=new.text) != new:
        yield words.say("content-question-changed", question=new.id)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Both texts, without a long beginning that they share, up to some words before they part."""
    pairs = zip(before, after, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = before.rfind(" ", 0, max(0, same - _BEFORE)) + 1
    lead = "…" if start else ""
    return inline(lead + before[start:], _WORDS), inline(lead + after[start:], _WORDS)


def _options(question: Question) -> object:
    return question.choices, question.rows


def _of_texts(words: _Words, language: str, before: str, after: str) -> Iterator[str]:
    """Texts that would say something else than now; one that is left out says what is built in."""
    built_in = check.built_in_wordings(language)
    old, new = ({**built_in, **check.wordings(one)} for one in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            was, is_now = _apart(old.get(name, ""), new.get(name, ""))
            yield words.say("content-text-changed", name=name, before=was, after=is_now)
