"""What managers see of the files that they may change: lists, one file, and one that was sent."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from handlers.manager.content_check import CheckedContent
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Rows
from reports.screen import Screen
from surveys.base36 import base36
from surveys.content.entry import ContentEntry, place_of
from surveys.content.kinds import ContentKind
from surveys.questions import deep_link
from surveys.questions.survey import SurveyKind
from texts.catalogue import terminal_texts
from texts.quoting import inline, shortened

WORD: Final = "content"
"""How the data of the buttons begin: `content:<step>:<what>[:<version>]`."""
LIST, OPEN, SWITCH, SURE, FILE, BACK = "list", "open", "switch", "sure", "file", "back"
"""Steps about a file that counts."""
TAKE, LEAVE, AGAIN = "take", "leave", "again"
"""Steps about a file that was sent."""
_TITLE: Final = 60
_LABEL: Final = 40
_FAULTS: Final = 10
_FAULT: Final = 300
_DIFF: Final = 1500
_LIST: Final = 3900
_MOST: Final = 90
"""Telegram shows no more than a hundred buttons."""


def data(step: str, what: str, version: int | None = None) -> str:
    """The data of a button; with a version it counts as long as that is the latest."""
    return ":".join([WORD, step, what, *([] if version is None else [base36(version)])])


def entries_of(app: AppContext, kind: ContentKind) -> list[ContentEntry]:
    """The files of a kind, by name."""
    return [entry for entry in app.content.values() if entry.kind is kind]


def stopped_by(app: AppContext, survey_id: str) -> list[str]:
    """Names of the journeys that begin this survey: they stop when it is switched off."""
    return [name for name, journey in app.journeys.items() if journey.survey == survey_id]


# The lists -----------------------------------------------------------------------------------------


def listed(app: AppContext, language: str, kind: ContentKind, answers: Mapping[str, int]) -> Screen:
    """All files of a kind, each with a button, above the other kinds; `answers` of 30 days by survey."""
    lines = [app.texts.text(language, f"content-list-{kind}")]
    entries = entries_of(app, kind)
    lines += [_line(app, language, entry, answers) for entry in entries]
    rows: Rows = []
    for entry in entries[:_MOST]:
        button = keyboards.button(shortened(_sign(app, entry) + entry.name, _LABEL), data(OPEN, entry.code))
        if rows and len(rows[-1]) == 1:
            rows[-1].append(button)
        else:
            rows.append([button])
    others = [
        keyboards.button(app.texts.text(language, f"button-content-{one}"), data(LIST, one.value))
        for one in ContentKind
        if one is not kind
    ]
    return Screen(shortened("\n".join(lines), _LIST), [*rows, others])


def _sign(app: AppContext, entry: ContentEntry) -> str:
    if not entry.is_usable:
        return "⚠️ "
    if not entry.is_on or _waits_for(app, entry) is not None:
        return "⏸ "
    return "✅ " if entry.content else "▫️ "


def _waits_for(app: AppContext, entry: ContentEntry) -> str | None:
    """The survey without which a journey begins nothing, since that is switched off; None where none is."""
    journey = app.journeys.get(entry.name) if entry.kind is ContentKind.JOURNEY else None
    begins = journey.survey if journey is not None else None
    return begins if begins is not None and app.catalogue.begun(begins) is None else None


def _line(app: AppContext, language: str, entry: ContentEntry, answers: Mapping[str, int]) -> str:
    survey = app.survey(entry.name) if entry.kind is ContentKind.SURVEY else None
    title = inline(survey.title.render(language, business=app.business), _TITLE) if survey else ""
    parts = [title, _origin(app, language, entry)]
    if entry.name in answers and survey is not None:
        parts.append(app.texts.text(language, "content-answers", n=answers[entry.name]))
    return f"{_sign(app, entry)}{entry.name}: {', '.join(part for part in parts if part)}"


def _origin(app: AppContext, language: str, entry: ContentEntry) -> str:
    if not entry.content:
        return app.texts.text(language, "content-none", kind=entry.kind.value)
    return app.texts.text(language, "content-origin", layer=entry.layer.value, version=_version(app, entry))


def _version(app: AppContext, entry: ContentEntry) -> int:
    """Of a survey the one that stands with its answers, of others how often they were changed."""
    survey = app.survey(entry.name) if entry.kind is ContentKind.SURVEY else None
    return survey.version if survey is not None else entry.version


# One file ------------------------------------------------------------------------------------------


def opened(app: AppContext, language: str, entry: ContentEntry, changed_by: str | None) -> Screen:
    """One file with all that can be done with it; `changed_by` is who changed it last in the chat."""
    lines = [_line(app, language, entry, {}), *_state(app, language, entry)]
    if changed_by is not None and entry.changed_at is not None:
        day = entry.changed_at.astimezone(app.zone)
        at = f"{day:%d.%m.%Y %H:%M}" if language == "ru" else f"{day:%Y-%m-%d %H:%M}"
        lines.append(app.texts.text(language, "content-changed-by", name=inline(changed_by, _TITLE), at=at))
    lines.append(app.texts.text(language, "content-how"))
    return Screen("\n".join(lines), list(_rows(app, language, entry)))


def _state(app: AppContext, language: str, entry: ContentEntry) -> Iterator[str]:
    if not entry.is_usable:
        yield app.texts.text(language, "content-unusable")
    if not entry.is_on:
        yield app.texts.text(language, f"content-off-{entry.kind}")
    journey = app.journeys.get(entry.name) if entry.kind is ContentKind.JOURNEY else None
    if journey is not None:
        survey = journey.survey or "none"
        yield app.texts.text(language, "content-journey-does", trigger=journey.trigger.value, survey=survey)
    if (awaited := _waits_for(app, entry)) is not None:
        yield app.texts.text(language, "content-journey-waits", survey=awaited)
    if entry.kind is ContentKind.SURVEY and (journeys := stopped_by(app, entry.name)):
        yield app.texts.text(language, "content-begun-by", names=", ".join(journeys))


def _rows(app: AppContext, language: str, entry: ContentEntry) -> Iterator[list[dict[str, str]]]:
    def button(name: str, step: str, version: int | None = None) -> dict[str, str]:
        return keyboards.button(app.texts.text(language, name), data(step, entry.code, version))

    survey = app.survey(entry.name) if entry.kind is ContentKind.SURVEY else None
    if survey is not None:
        label = app.texts.text(language, "button-content-preview")
        yield [keyboards.button(label, deep_link.pack(survey))]
    yield [button("button-content-file", FILE)]
    if can_be_switched(app, entry):
        name = "button-content-off" if entry.is_on else "button-content-on"
        yield [button(name, SURE if entry.is_on else SWITCH, entry.version)]
    if entry.version:
        yield [button("button-content-back", BACK, entry.version)]
    label = app.texts.text(language, "button-content-list")
    yield [keyboards.button(label, data(LIST, entry.kind.value))]


def can_be_switched(app: AppContext, entry: ContentEntry) -> bool:
    """Whether it may be off: texts are always said, themes counted, and complaints must be possible."""
    if entry.kind in (ContentKind.TEXTS, ContentKind.THEMES) or not entry.content:
        return False
    survey = app.survey(entry.name) if entry.kind is ContentKind.SURVEY else None
    return survey is None or survey.kind is not SurveyKind.COMPLAINT


def asked_to_switch_off(app: AppContext, language: str, entry: ContentEntry) -> Screen:
    """What stops with it, before it is switched off."""
    lines = [app.texts.text(language, f"content-sure-{entry.kind}", name=entry.name)]
    if entry.kind is ContentKind.SURVEY:
        journeys = stopped_by(app, entry.name)
        lines.append(app.texts.text(language, "content-stops", n=len(journeys), names=", ".join(journeys)))
    say = app.texts.text
    rows: Rows = [
        [keyboards.button(say(language, "button-content-off"), data(SWITCH, entry.code, entry.version))],
        [keyboards.button(say(language, "button-content-leave"), data(OPEN, entry.code))],
    ]
    return Screen("\n".join(lines), rows)


# One that was sent ---------------------------------------------------------------------------------


def faulty(app: AppContext, language: str, found: CheckedContent) -> Screen:
    """Every fault of a file that was sent; what counts now stays."""
    said = [terminal_texts().render(language, fault.text) for fault in found.faults]
    lines = [app.texts.text(language, "content-faulty", name=str(place_of(found.key)), n=len(said))]
    lines += [f"• {shortened(' '.join(one.split()), _FAULT)}" for one in said[:_FAULTS]]
    if len(said) > _FAULTS:
        lines.append(app.texts.text(language, "content-faults-more", n=len(said) - _FAULTS))
    return Screen("\n".join(lines), [])


def unchanged(app: AppContext, language: str, found: CheckedContent) -> Screen:
    """A file that says what counts already."""
    return Screen(app.texts.text(language, "content-same", name=str(place_of(found.key))), [])


def differences(
    app: AppContext, language: str, draft_id: int, found: CheckedContent, changed_by: str | None
) -> Screen:
    """What a sent file would change, with the buttons that decide; the text is HTML."""
    say, name = app.texts.text, str(place_of(found.key))
    text_id = "content-new" if found.before is None else "content-checked"
    lines = [say(language, text_id, name=name)]
    if found.is_outdated:
        lines.append(say(language, "content-outdated", name=inline(changed_by, _TITLE)))
    lines += [f"• {one}" for one in found.changes]
    text = escape("\n".join(lines), quote=False)
    if found.before is not None and found.before.content:
        text += f"\n\n<pre>{escape(shortened(found.diff, _DIFF), quote=False)}</pre>"
    return Screen(text, _decision(app, language, draft_id), is_html=True)


def is_long(found: CheckedContent) -> bool:
    """Whether the differences are sent as a file, too."""
    return found.before is not None and len(found.diff) > _DIFF


def _decision(app: AppContext, language: str, draft_id: int) -> Rows:
    steps: Iterable[tuple[str, str]] = (("button-content-take", TAKE), ("button-content-leave", LEAVE))
    what = base36(draft_id)
    return [[keyboards.button(app.texts.text(language, name), data(step, what)) for name, step in steps]]


def meanwhile(app: AppContext, language: str, draft_id: int) -> Screen:
    """Somebody else was quicker; the two may be compared once more."""
    label = app.texts.text(language, "button-content-again")
    rows: Rows = [[keyboards.button(label, data(AGAIN, base36(draft_id)))]]
    return Screen(app.texts.text(language, "content-meanwhile"), rows)
