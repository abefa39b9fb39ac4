"""`/surveys`: a manager switches, previews and changes surveys, journeys, offers and texts in the chat."""

import pickle
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from bot.config.content_overlay import overlaid
from bot.config.content_sources import sources
from bot.config.context_store import ContextStore
from handlers.manager.content_check import check
from handlers.manager.content_screens import opened
from playground import Message, Person
from storage import tables
from storage.people import staff
from surveys.content.entry import ContentEntry, ContentKey, marked
from surveys.content.kinds import ContentKind
from surveys.language.languages import LANGUAGES
from tests.handlers.manager.test_imports import ImportStage
from tests.handlers.support_harness import SupportHarness
from tests.harness import app_context
from tests.surveys.samples import SMALL
from texts.quoting import inline

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what asks nothing of the database that another test here does not ask on both."""
BROKEN = SMALL.replace('kind = "transactional"', 'kind = "transaktional"').replace("<=6", "<=60")
EDITED = (
    SMALL.replace('text.ru = "Почему?"', 'text.ru = "Что поправить?"')
    .replace('id = "why"', 'id = "reason"')
    .replace('to = "why"', 'to = "reason"')
)

FOLLOWED = """
trigger = "order_stored"
survey = "small"

[[then]]
of = "why"
option = "x"
message = { ru = "Поняли", en = "Got it" }
"""
THEMES = """
[[themes]]
id = "coffee"
name = { ru = "Кофе", en = "Coffee" }
words = { ru = "кофе, капучино", en = "coffee, latte" }
"""
OFFERS = """
[[offers]]
id = "coffee"
days = 14
codes = ["A-111", "A-222"]
words = { ru = "Кофе за наш счёт", en = "A coffee on us" }
"""


def text(text_id: str, /, **values: Any) -> str:
    return app_context().texts.text("ru", text_id, **values)


class ContentStage(ImportStage):
    """Boris and Bella decide about files; Anna and Zoya are customers."""

    async def sends(self, content: str, name: str = "small.toml", person: Person | None = None) -> Message:
        """The message in which all is told about the file, once that is more than that it is checked."""
        told = await self.send(content, name, person)
        await self.checked(told, person)
        return told

    async def checked(self, told: Message, person: Person | None = None) -> None:
        waits = told.text
        await self.works(lambda: told.text != waits, person)

    async def uses(self, content: str, name: str = "small.toml", person: Person | None = None) -> None:
        told = await self.sends(content, name, person)
        await self.taps(told, "button-content-take", person)

    async def taps(self, told: Message, button: str, person: Person | None = None) -> Message:
        """The latest message after the tap on that button."""
        person = person or self.boris
        await self.support.deliver(await person.tap(told, text(button)))
        return person.chat.messages[-1]

    async def forges(self, data: str, person: Person | None = None) -> Message:
        person = person or self.boris
        await self.support.deliver(await person.forge(person.chat.messages[-1], data))
        return person.chat.messages[-1]

    async def opens(self, name: str, person: Person | None = None) -> Message:
        """The screen of a file."""
        person = person or self.boris
        await self.support.deliver(await person.say("/surveys"))
        [key] = [key for key in self.content if key[1] == name]
        return await self.forges(f"content:open:{self.content[key].code}", person)

    async def says(self, person: Person, words: str) -> str:
        await self.support.deliver(await person.say(words))
        return person.chat.messages[-1].text

    @property
    def content(self) -> Mapping[ContentKey, ContentEntry]:
        return self.support.harness.contexts.current.content

    def shows(self, person: Person) -> Message:
        return [message for message in person.chat.messages if message.from_bot][-1]


@pytest.fixture
async def stage(support: SupportHarness) -> ContentStage:
    stage = ContentStage(support)
    await stage.enroll()
    database, contexts = support.harness.database, support.harness.contexts
    await contexts.settle_versions(database, support.harness.fake_clock.now)
    await contexts.reload(database)
    return stage


def last_file(person: Person) -> tuple[str, str]:
    """The latest file that the bot sent: its name and what it says."""
    [*_, media] = [one.media for one in person.chat.messages if one.from_bot and one.media]
    return media.file.name, media.file.data.decode()


async def test_a_sent_survey_is_used_after_the_confirmation_and_open_conversations_finish_on_the_old_one(
    stage: ContentStage,
) -> None:
    support, anna, zoya = stage.support, stage.support.anna, stage.support.zoya
    told = await stage.sends(SMALL)
    assert "«Короткий»" in told.text
    assert await support.harness.rows(tables.content_files) == []
    await stage.taps(told, "button-content-take")
    assert await stage.says(anna, "/start s_small") == "Сколько?"
    await stage.opens("small")
    await stage.taps(stage.shows(stage.boris), "button-content-file")
    name, content = last_file(stage.boris)
    assert (name, content.partition("\n")[2]) == ("small.toml", SMALL)
    told = await stage.sends(content.replace(SMALL, EDITED))
    assert text("content-question-added", question="reason", words="Что поправить?") in told.text
    assert text("content-question-removed", question="why", words="Почему?") in told.text
    assert '-id = "why"' in told.text
    await stage.taps(told, "button-content-take")
    await support.deliver(await anna.tap(stage.shows(anna), "3"))
    assert stage.shows(anna).text.endswith("Почему?")
    await stage.says(zoya, "/start s_small")
    await support.deliver(await zoya.tap(stage.shows(zoya), "3"))
    assert stage.shows(zoya).text.endswith("Что поправить?")
    assert [row["survey_version"] for row in await support.harness.rows(tables.conversations)] == [1, 2]
    kept = await support.harness.rows(tables.audit_log)
    assert [(row["action"], row["subject"], row["staff_telegram_id"]) for row in kept] == [
        ("content_changed", "survey:small", stage.boris.id)
    ] * 2


async def test_every_fault_is_told_with_its_place_and_the_old_file_stays(stage: ContentStage) -> None:
    await stage.uses(SMALL)
    told = await stage.sends(BROKEN)
    assert text("content-faulty", name="small.toml", n=2) in told.text
    assert "• small.toml: kind: допустимы только значения" in told.text
    assert "• small.toml: questions.score.next.1.score: " in told.text
    assert told.buttons == []
    assert (await stage.says(stage.support.anna, "/start s_small")) == "Сколько?"


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        ("id = ", "x.toml", "x.toml: line 1: это не TOML"),
        ("[[groups]]\nid = 1", "reasons.toml", "этот файл с телефона не меняется"),
        ('start = { $nobody }\n<b>', "ru.ftl", "line 2"),
        ('trigger = "silent"\nsurvey = "nowhere"', "back (1).toml", "back.toml: survey: "),
        ('[[offers]]\nid = "<b>"', "x.toml", "offers.toml: offers."),
        ('[[themes]]\nid = "a"\nname = 1', "x.toml", "themes.toml: themes.a."),
        (THEMES.replace("кофе", "к*"), "x.toml", "themes.toml: themes.coffee.words.ru"),
        (THEMES.replace("кофе", "чай, -"), "x.toml", "themes.toml: themes.coffee.words.ru"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_refused_in_words(
    stage: ContentStage, content: str, name: str, part: str
) -> None:
    told = await stage.sends(content, name)
    assert part in told.text
    assert told.buttons == []
    assert await stage.support.harness.rows(tables.content_files) == []


@ON_SQLITE
async def test_a_file_that_is_too_large_or_no_text_is_refused_in_a_sentence(stage: ContentStage) -> None:
    told = await stage.send("#" * 300_000, "small.toml")
    assert told.text == text("content-too-large", name=inline("small.toml"), most=256)
    await stage.support.deliver(await stage.boris.document(b"\xff\xfe", "small.toml"))
    told = stage.shows(stage.boris)
    await stage.checked(told)
    assert told.text == text("content-not-utf8", name=inline("small.toml"))


async def test_the_second_of_two_managers_is_told_that_the_file_changed_meanwhile(
    stage: ContentStage,
) -> None:
    await stage.uses(SMALL)
    sent_out = marked(next(one for key, one in stage.content.items() if key[1] == "small"), "why")
    first = await stage.sends(sent_out.replace("Почему?", "Отчего?"))
    second = await stage.sends(sent_out.replace("Сколько?", "А сколько?"), person=stage.bella)
    await stage.taps(first, "button-content-take")
    await stage.taps(second, "button-content-take", stage.bella)
    assert second.text == text("content-meanwhile")
    assert len(await stage.support.harness.rows(tables.content_files)) == 2
    await stage.taps(second, "button-content-again", stage.bella)
    await stage.checked(second, stage.bella)
    assert text("content-question-text", question="why", before="Отчего?", after="Почему?") in second.text
    third = await stage.sends(sent_out.replace("Сколько?", "А сколько?"), person=stage.bella)
    assert text("content-outdated", name="Борис") in third.text


async def test_the_one_before_comes_back_and_the_built_in_one_below_it(stage: ContentStage) -> None:
    built_in = next(one for key, one in stage.content.items() if key == (ContentKind.SURVEY, "wishes"))
    await stage.uses(built_in.content.replace("ru = ", 'ru = "!"#', 1), "wishes.toml")
    shown = await stage.opens("wishes")
    told = await stage.taps(shown, "button-content-back")
    await stage.checked(told)
    await stage.taps(told, "button-content-take")
    [first, second] = await stage.support.harness.rows(tables.content_files)
    assert (first["version"], second["version"], second["content"]) == (1, 2, None)
    assert stage.content[ContentKind.SURVEY, "wishes"].content == built_in.content
    catalogue = stage.support.harness.contexts.current.catalogue
    begun = catalogue.of_version("wishes", 2)  # whoever is in the middle of it finishes it
    assert (catalogue["wishes"].version, begun and begun.version) == (1, 2)


async def test_a_survey_that_is_switched_off_is_begun_by_nobody_and_finished_by_those_who_began(
    stage: ContentStage,
) -> None:
    support, anna, zoya = stage.support, stage.support.anna, stage.support.zoya
    await stage.says(anna, "/rate")
    asked = stage.shows(anna)
    shown = await stage.opens("nps")
    shown = await stage.taps(shown, "button-content-off")
    assert text("content-stops", n=1, names="quarterly-nps") in shown.text
    await stage.taps(shown, "button-content-off")
    for words in ("/rate", "/start rate", "/start s_nps"):
        assert await stage.says(zoya, words) == text("survey-off")
    await stage.says(zoya, "/start")
    assert text("button-rate") not in [button.text for button in stage.shows(zoya).buttons]
    await support.deliver(await anna.tap(asked, "10"))
    assert [row["score"] for row in await support.harness.rows(tables.answers)] == [10]
    shown = await stage.opens("nps")
    assert text("content-off-survey") in shown.text
    await stage.taps(shown, "button-content-on")
    assert await stage.says(zoya, "/rate") != text("survey-off")


@ON_SQLITE
async def test_a_complaint_can_never_be_switched_off(stage: ContentStage) -> None:
    shown = await stage.opens("complaint")
    assert text("button-content-off") not in [button.text for button in shown.buttons]
    entry = stage.content[ContentKind.SURVEY, "complaint"]
    await stage.forges(f"content:switch:{entry.code}:0")
    assert await stage.support.harness.rows(tables.content_files) == []


@ON_SQLITE
async def test_a_survey_is_previewed_to_oneself_also_while_it_is_off_and_nothing_counts(
    stage: ContentStage,
) -> None:
    await stage.taps(await stage.taps(await stage.opens("nps"), "button-content-off"), "button-content-off")
    await stage.taps(await stage.opens("nps"), "button-content-preview")
    shown = stage.shows(stage.boris)
    assert shown.text.startswith(text("preview"))
    await stage.support.deliver(await stage.boris.tap(shown, "9"))
    assert await stage.support.harness.rows(tables.answers) == []


async def test_a_stale_tap_a_forged_one_and_a_foreign_one_change_nothing(stage: ContentStage) -> None:
    told = await stage.sends(SMALL)
    take = told.button(text("button-content-take")).data or ""
    for data in ("content:take:zzz", "content:switch:zzz:0", "content:open:0", "content:x", f"{take}x"):
        await stage.forges(data)
    await stage.forges(take, stage.bella)
    await stage.support.toasted(stage.bella, text("content-not-yours"))
    await stage.forges(take, stage.support.anna)
    await stage.support.deliver(await stage.support.anna.document(SMALL.encode(), "small.toml"))
    assert len(await stage.support.harness.rows(tables.content_drafts)) == 1
    assert await stage.support.harness.rows(tables.content_files) == []
    await stage.support.deliver(*[await stage.boris.forge(told, take) for _ in range(2)])
    assert len(await stage.support.harness.rows(tables.content_files)) == 1
    code = stage.content[ContentKind.SURVEY, "small"].code
    await stage.forges(f"content:switch:{code}:0")
    await stage.support.toasted(stage.boris, text("content-stale"))
    assert len(await stage.support.harness.rows(tables.content_files)) == 1


async def test_whoever_was_removed_a_moment_ago_decides_nothing(stage: ContentStage) -> None:
    told = await stage.sends(SMALL, person=stage.bella)
    removed = stage.support.harness.fake_clock.now
    await stage.support.harness.database.write(staff.revoke, stage.bella.id, removed)
    await stage.taps(told, "button-content-take", stage.bella)
    assert await stage.support.harness.rows(tables.content_files) == []


async def test_a_restart_and_another_process_know_what_counts(stage: ContentStage) -> None:
    await stage.uses(SMALL)
    await stage.uses(EDITED)
    await stage.taps(await stage.taps(await stage.opens("nps"), "button-content-off"), "button-content-off")
    other = ContextStore(app_context())
    await other.settle_versions(stage.support.harness.database, stage.support.harness.fake_clock.now)
    await other.reload(stage.support.harness.database)
    survey = other.current.catalogue["small"]
    assert (survey.version, survey.question("reason") is not None) == (2, True)
    assert other.current.catalogue.of_version("small", 1) is not None
    assert other.current.catalogue.off == {"nps"}


async def test_what_a_newer_program_cannot_use_is_left_out_aloud_and_the_file_below_counts(
    stage: ContentStage,
) -> None:
    await stage.uses(SMALL)
    harness = stage.support.harness
    rows = (("survey", "nps", BROKEN), ("journey", "post-order", 'trigger = "moon"'), ("texts", "ru", "a"))

    def upgrade(connection: Connection) -> None:
        values = {"version": 1, "changed_by": stage.boris.id, "changed_at": harness.fake_clock.now}
        for kind, name, content in rows:
            row = {"kind": kind, "name": name, "content": content, **values}
            connection.execute(insert(tables.content_files), [row])

    await harness.database.write(upgrade)
    await harness.contexts.reload(harness.database)
    assert {one.file.name for one in harness.contexts.unusable} == {"nps", "post-order", "ru"}
    current = harness.contexts.current
    assert current.catalogue["nps"].questions == app_context().catalogue["nps"].questions
    assert current.journeys["post-order"] == app_context().journeys["post-order"]
    for _ in range(2):
        await harness.parts.content_watch.run_once()
    await stage.support.deliver()
    told = [one.text for one in stage.boris.chat.messages if one.text.startswith("⚠️ После обновления")]
    assert len(told) == len(rows)
    assert any("• post-order.toml: trigger: " in one for one in told)
    assert text("content-unusable") in (await stage.opens("nps")).text


async def test_journeys_offers_and_texts_are_changed_in_the_same_way(stage: ContentStage) -> None:
    current, boris = stage.support.harness.contexts.current, stage.boris
    await stage.uses('trigger = "order_stored"\nafter = "1d"\nsurvey = "wishes"\n', "after.toml")
    await stage.uses("button-rate = ⭐ Скажите, как вам\n", "ru.ftl")
    await stage.uses(OFFERS, "offers.toml")
    current = stage.support.harness.contexts.current
    assert current.journeys["after"].survey == "wishes"
    assert [offer.id for offer in current.offers] == ["coffee"]
    await stage.says(stage.support.anna, "/start")
    assert "⭐ Скажите, как вам" in [button.text for button in stage.shows(stage.support.anna).buttons]
    await stage.says(boris, "/surveys")
    await stage.taps(stage.shows(boris), "button-content-journey")
    shown = await stage.forges(f"content:open:{stage.content[ContentKind.JOURNEY, 'after'].code}")
    shown = await stage.taps(shown, "button-content-off")
    await stage.taps(shown, "button-content-off")
    assert "after" not in stage.support.harness.contexts.current.journeys
    told = await stage.sends("button-rate = ⭐ Оценить нас\n", "ru (2).ftl")
    before, after = "⭐ Скажите, как вам", "⭐ Оценить нас"
    assert text("content-text-changed", name="button-rate", before=before, after=after) in told.text


@ON_SQLITE
async def test_the_words_of_themes_are_changed_and_put_back(stage: ContentStage) -> None:
    built_in = stage.support.harness.contexts.current.themes
    await stage.uses(THEMES, "themes.toml")
    changed = stage.support.harness.contexts.current.themes
    assert changed.of_comment("Кофе остыл") == ("coffee",)
    shown = await stage.opens("themes")
    assert "button-content-off" not in [button.text for button in shown.buttons]
    told = await stage.taps(shown, "button-content-back")
    await stage.checked(told)
    await stage.taps(told, "button-content-take")
    assert stage.support.harness.contexts.current.themes == built_in


@ON_SQLITE
async def test_of_all_texts_only_those_are_kept_that_say_something_of_their_own(stage: ContentStage) -> None:
    await stage.opens("ru")
    await stage.taps(stage.shows(stage.boris), "button-content-file")
    name, content = last_file(stage.boris)
    assert "wish-kept = " in content
    told = await stage.sends(content.replace("⭐ Оценить нас", "⭐ Скажите, как вам"), name)
    assert told.text.count("• ") == 1
    await stage.taps(told, "button-content-take")
    [kept] = await stage.support.harness.rows(tables.content_files)
    assert kept["content"] == "button-rate = ⭐ Скажите, как вам\n"
    await stage.taps(await stage.opens("ru"), "button-content-file")
    assert last_file(stage.boris)[1].count("button-rate = ") == 1
    texts = pickle.loads(pickle.dumps(stage.support.harness.contexts.current.texts))  # as a job's process
    assert texts.text("ru", "button-rate") == "⭐ Скажите, как вам"


def test_of_two_long_texts_the_part_is_told_in_which_they_differ() -> None:
    current = app_context()
    laid = overlaid(current, sources(current.folders), []).over(current)
    nps = laid.content[ContentKind.SURVEY, "nps"].content
    [change, *_] = check(
        laid, "ru", "nps.toml", nps.replace("Что вас расстроило", "Что вас огорчило")
    ).changes
    before, after = change.split("станет")
    assert "Что вас расстроило" in before
    assert "Что вас огорчило" in after


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_journey_says_what_it_does_and_that_its_survey_is_off(language: str) -> None:
    current = app_context()
    laid = overlaid(current, sources(current.folders), []).over(current)
    entry = laid.content[ContentKind.JOURNEY, "post-order"]
    does = laid.texts.text(language, "content-journey-does", trigger="order_stored", survey="after-order")
    waits = laid.texts.text(language, "content-journey-waits", survey="after-order")
    shown = opened(laid, language, entry, None).text
    assert does in shown
    assert waits not in shown
    off = replace(laid, catalogue=replace(laid.catalogue, off=frozenset({"after-order"})))
    shown = opened(off, language, entry, None).text
    assert shown.startswith("⏸ ")
    assert waits in shown


@ON_SQLITE
async def test_whoever_has_no_offers_gets_an_example_of_them(stage: ContentStage) -> None:
    await stage.taps(await stage.opens("offers"), "button-content-file")
    name, content = last_file(stage.boris)
    first, *lines = content.splitlines()
    shown = "\n".join([first, *(line.removeprefix("# ") for line in lines[3:])])
    await stage.uses(shown, name)
    assert [offer.id for offer in stage.support.harness.contexts.current.offers] == ["ten"]


@ON_SQLITE
async def test_a_survey_that_a_journey_of_the_chat_needs_is_not_taken_without_its_question(
    stage: ContentStage,
) -> None:
    await stage.uses(SMALL)
    await stage.uses(FOLLOWED, "followed.toml")
    told = await stage.sends(EDITED)
    assert "followed.toml: then.1.of: " in told.text
    assert told.buttons == []
