"""Whatever customers do with surveys: one answer a question, one open asking, silence after an opt-out.

Two customers play at random on the real dispatcher and a real database: taps of all ages, of others, forged;
words, media, replies, edits, links, /stop, blocks, jumps of time, ends of the process, edits of files.
"""

import os
import random
import sys
from collections.abc import Iterator, Sequence
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from playground import Message, Person, Update
from storage.engines.factory import open_database
from tests.handlers.conversation_stage import nth
from tests.handlers.surveys_played.edits import EDITIONS
from tests.handlers.surveys_played.survey_account import SurveyAccount
from tests.handlers.surveys_played.survey_stage import PHOTO, SurveyStage

SEED = "OTKLIK_SEED"
"""The variable of the environment by which a long run is repeated."""
BEGINNINGS = (
    "/rate",
    "/complain",
    "/leave",
    "/start s_own",
    "/start s_nps",
    "/start s_after-order",
    "/start s_wishes",
)
WORDS = (
    *("9", "2", "5 из 5", "да", "нет", "позже", "завтра", "через неделю", "Пропустить", "Готово", "Скорость"),
    *("Дорого", "Доставка", "Спасибо!", "/cancel", "/settings", "/help", "/wish больше кофе", "/start"),
    *("не пишите мне больше", "отмена", "Всё понравилось", "ой, 10", "3 коробки мятые", "Омск", "/nope"),
)
FORGED = (
    *(
        "s:1:score:9",
        "s:zzzzzzzzzzzzz:score:9",
        "s::x:",
        "s:0:own:done",
        "settings:offers:perhaps",
        "resume:1",
    ),
    *("later", "nr:1", "back-again:999999999999999999999999", "кнопка", "case:1:close", "s_own", "stop"),
)
PAYLOADS = ("s_own", "s_gone", "s_nps_delivery", "l_" + "x" * 22, "l_", "wish", "ref_7", "s_")
SPANS = (
    *({"minutes": 1}, {"minutes": 20}, {"hours": 3}, {"hours": 13}, {"days": 1}, {"days": 3}),
    *({"days": 8}, {"days": 40}, {"days": 100}),
)
turns, few, positions = st.integers(0, 1), st.integers(0, 3), st.integers(0, 11)


class SurveysPlayed(RuleBasedStateMachine):
    """Whoever acts and what they point at is counted from the latest."""

    stage: ClassVar[SurveyStage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.account = SurveyAccount(self.stage)
        self._latest: Sequence[Update] = ()
        self._links: list[str] = []

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # else the failure of a step is what counts
                self.stage.run(self._end())
        finally:
            self.stage.end()

    async def _end(self) -> None:
        """Whoever is still asked something can answer all of it; the totals are right."""
        for customer in self.stage.customers:
            if not customer.blocked:
                expect_none(await self.account.finish(customer, 0))
        expect_none(await self.account.hung())
        expect_none(await self.account.failed())
        expect_none(await self.account.miscounted())

    # What people do -------------------------------------------------------------------------------

    def _customer(self, who: int) -> Person:
        return self.stage.customers[who]

    def _delivers(self, *updates: Update) -> None:
        self._latest = updates
        self.stage.run(self.stage.deliver(*updates))

    def _says(self, person: Person, words: str, reply_to: Message | None = None) -> None:
        if not person.blocked:
            self._delivers(self.stage.run(person.say(words, reply_to=reply_to)))

    def _taps(self, person: Person, which: int, *tapped: int) -> None:
        """Buttons of one of the latest messages, in one call of Telegram's."""
        for message in nth(self.stage.with_buttons(person), which):
            datas = [button.data for button in message.buttons if button.data]
            chosen = [datas[position % len(datas)] for position in tapped]
            if not person.blocked:
                self._delivers(*[self.stage.run(person.tap(message, data)) for data in chosen])

    @rule(who=turns, command=st.sampled_from(BEGINNINGS), tapped=st.lists(positions, max_size=4))
    def begins(self, who: int, command: str, tapped: list[int]) -> None:
        """And answers some questions by buttons."""
        self._says(self._customer(who), command)
        for position in tapped:
            self._taps(self._customer(who), 0, position)

    @rule(who=turns, which=few, position=positions)
    def taps(self, who: int, which: int, position: int) -> None:
        self._taps(self._customer(who), which, position)

    @rule(who=turns, which=positions, position=positions)
    def taps_a_stale_button(self, who: int, which: int, position: int) -> None:
        """Under any message, as it was before it was edited: a phone that was offline shows it still."""
        person = self._customer(who)
        for data in nth(self._ever_offered(person), which * 12 + position):
            self._forges(person, data, self.stage.offered[person.id][data])

    @rule(who=turns, position=positions, other=positions)
    def taps_twice_at_once(self, who: int, position: int, other: int) -> None:
        self._taps(self._customer(who), 0, position, other)

    @rule(who=turns, which=positions)
    def taps_somebody_elses(self, who: int, which: int) -> None:
        """With the data of a button of the other customer's, whom it changes nothing of."""
        other = self._customer(1 - who)
        for data in nth(self._ever_offered(other), which):
            if data.startswith("s:"):
                before = self.stage.run(self.account.of(other))
                self._forges(self._customer(who), data)
                assert self.stage.run(self.account.of(other)) == before

    @rule(who=turns, data=st.sampled_from(FORGED))
    def taps_what_nobody_offered(self, who: int, data: str) -> None:
        self._forges(self._customer(who), data)

    @rule(
        who=turns, which=positions, option=st.sampled_from(("9", "done", "skip", "later-week", "change", "x"))
    )
    def taps_a_forged_option(self, who: int, which: int, option: str) -> None:
        """Of a question that was asked, an option that it may not have."""
        person = self._customer(who)
        for data in nth([one for one in self._ever_offered(person) if one.count(":") == 3], which):
            self._forges(person, data.rpartition(":")[0] + ":" + option)

    def _ever_offered(self, person: Person) -> list[str]:
        return list(self.stage.offered[person.id])

    def _forges(self, person: Person, data: str, message: Message | None = None) -> None:
        """A tap under that message, or under the greeting."""
        if not person.blocked:
            under = message or self.stage.shown_to(person)[0]
            self._delivers(self.stage.run(person.forge(under, data)))

    @rule(who=turns, words=st.sampled_from(WORDS))
    def says(self, who: int, words: str) -> None:
        self._says(self._customer(who), words)

    @rule(who=turns, words=st.sampled_from(WORDS), to=positions)
    def replies(self, who: int, words: str, to: int) -> None:
        for message in nth(self.stage.shown_to(self._customer(who)), to):
            self._says(self._customer(who), words, message)

    @rule(who=turns, which=few, words=st.sampled_from(WORDS))
    def edits_words(self, who: int, which: int, words: str) -> None:
        person = self._customer(who)
        for message in nth(self.stage.written_by(person), which):
            if not person.blocked:
                self._delivers(self.stage.run(person.edit(message, words)))

    @rule(who=turns, kind=st.sampled_from(("photo", "voice", "sticker", "document", "contact")))
    def sends(self, who: int, kind: str) -> None:
        person = self._customer(who)
        if not person.blocked:
            sending = person.share_contact() if kind == "contact" else getattr(person, kind)(PHOTO)
            self._delivers(self.stage.run(sending))

    @rule(who=turns, payload=st.sampled_from(PAYLOADS))
    def comes_by_a_link(self, who: int, payload: str) -> None:
        self._says(self._customer(who), f"/start {payload}")

    @rule(who=turns, of=st.integers(0, 2))
    def comes_by_a_signed_link(self, who: int, of: int) -> None:
        """Anybody's, one's own or somebody else's."""
        person = self._customer(who)
        named = (None, person, self._customer(1 - who))[of]
        payload = self.stage.run(self.stage.link("nps", named))
        self._says(person, f"/start {payload}")

    @rule()
    def is_told_again(self) -> None:
        """Telegram hands over once more what it handed over before."""
        if self._latest:
            self.stage.run(self.stage.deliver(*self._latest))

    # Who wants nothing any more -------------------------------------------------------------------

    @rule(who=turns)
    def stops(self, who: int) -> None:
        self._says(self._customer(who), "/stop")

    @rule(who=turns, is_told=st.booleans())
    def blocks(self, who: int, is_told: bool) -> None:
        """Telegram tells of it, or refuses what we send."""
        person = self._customer(who)
        if not person.blocked:
            person.block()
            if is_told:
                self._delivers(*self.stage.membership(person.chat))

    @rule(who=turns, command=st.sampled_from(("/start", "/rate")))
    def comes_back_after_a_block(self, who: int, command: str) -> None:
        person = self._customer(who)
        if person.blocked:
            person.unblock()
            said = self.stage.run(person.say(command))
            self._delivers(*self.stage.membership(person.chat), said)

    # What happens without them --------------------------------------------------------------------

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: dict[str, float]) -> None:
        self.stage.run(self.stage.passes(**span))

    @rule(span=st.sampled_from(SPANS[:5]))
    def the_process_was_away(self, span: dict[str, float]) -> None:
        self.stage.run(self.stage.comes_back(**span))

    @rule(who=turns, which=few, position=positions)
    def the_process_ends_after_a_tap(self, who: int, which: int, position: int) -> None:
        person = self._customer(who)
        for message in nth(self.stage.with_buttons(person), which):
            if not person.blocked:
                [data] = nth([button.data for button in message.buttons if button.data], position)
                self._latest = [self.stage.run(person.tap(message, data))]
                self.stage.run(self.stage.receive(*self._latest))
                self.stage.run(self.stage.restart())

    @rule(edition=st.integers(0, len(EDITIONS) - 1))
    def a_file_is_edited(self, edition: int) -> None:
        self.stage.run(self.stage.edits(edition))

    @rule(who=turns)
    def an_order_is_told(self, who: int) -> None:
        self.stage.run(self.stage.orders(self._customer(who)))

    @rule(who=turns)
    def cases_are_closed(self, who: int) -> None:
        self.stage.run(self.stage.closes_cases(self._customer(who)))

    # What holds -----------------------------------------------------------------------------------

    @invariant()
    def holds(self) -> None:
        for found in self.stage.run(self.account.faults()):
            expect_none(found)


def expect_none(found: Sequence[str]) -> None:
    assert not found, "\n".join(found)


def play(machine: type[SurveysPlayed], examples: int, *, steps: int, number: int | None = None) -> None:
    """Play so often: by that number of chance, without one always the same."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine if number is None else seed(number)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=checks,
            derandomize=number is None,
            database=None,
            print_blob=True,
        ),
    )


@pytest.fixture
def machine(database_url: str) -> Iterator[type[SurveysPlayed]]:
    SurveysPlayed.stage = SurveyStage(lambda: open_database(database_url))
    yield SurveysPlayed
    SurveysPlayed.stage.close()


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.timeout(600)
def test_surveys_stand_whatever_people_do(machine: type[SurveysPlayed]) -> None:
    play(machine, 100, steps=12)


@pytest.mark.torture
def test_surveys_stand_in_many_more_plays(machine: type[SurveysPlayed]) -> None:
    number = int(os.environ.get(SEED) or random.randrange(2**32))
    try:
        play(machine, 2000, steps=40, number=number)
    except BaseException as failure:
        failure.add_note(f"{SEED}={number} repeats this run")
        raise
