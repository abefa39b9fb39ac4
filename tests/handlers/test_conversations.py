"""Whatever customers and staff do, words reach those they are for, and no word of a customer is lost.

Two customers and two of the staff play at random on the real dispatcher and a real database: replies, quotes,
edits, albums, forwarded words, several cases, notes among staff, `/inbox`, forms begun and left.
"""

import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from playground import Message, Person, Topic
from tests.handlers.conversation_account import ConversationAccount
from tests.handlers.conversation_stage import ConversationStage, nth
from tests.harnesses import SharedProcess

SEED = "OTKLIK_SEED"
"""The variable of the environment by which a long run is repeated."""
PHRASES = (
    "{}",
    "Где мой заказ {}?",
    "Привезли разбитое: {}",
    "Всё супер, {}, спасибо",
    "3 коробки {} мятые",
    "9, {}",
    "Ой, 10, {}",
    "Верните деньги за {} и больше мне не пишите",
    "через месяц, {}",
    "/help какой у вас {}",
    "/wish больше {}",
    "/complain привезли не то, {}",
    "/rate очередь, {}",
)
"""With a word of its own in each."""
BARE = (
    *("/rate", "/complain", "/leave", "/settings", "/cancel", "/start", "9", "2", "3-й раз", "девять", "да"),
    *("Пропустить", "Доставка", "🚚 Доставка", "Дорого", "Да, можно", "Спасибо!", "ок", "Здравствуйте"),
    *("отмена", "передумала", "стоп", "не пишите мне больше", "ой, 10", "нет", "Омск"),
)
AFTER_LEAVING = ("9", "Омск", "да", "{}", "9, {}", "через месяц, {}", "Дорого, {}")
ANSWERS = ("Разбираемся, {}", "Вернём деньги за {}", "{}")
NOTES = ("//клиент скандальный: {}", " // {}", "//\n{}", "⁄⁄ {}")
COMMANDS = ("/take", "/close delivery", "/cases", "/inbox", "/case 1", "/customer", "/x")
few = st.integers(0, 3)
positions = st.integers(0, 9)
turns = st.integers(0, 1)


class Conversations(RuleBasedStateMachine):
    """Whoever acts and what they point at is counted from the latest."""

    stage: ClassVar[ConversationStage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.account = ConversationAccount(self.stage)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # else the failure of a step is what counts
                self.stage.run(self._end())
        finally:
            self.stage.end()

    async def _end(self) -> None:
        for customer in self.stage.customers:
            await self._leaves(customer)
        await self.stage.passes(days=8)
        expect_none(await self.account.misplaced())
        expect_none(await self.account.hidden())
        expect_none(self.account.undelivered())

    # Customers ------------------------------------------------------------------------------------

    @rule(who=turns, phrase=st.sampled_from(PHRASES))
    def customer_says(self, who: int, phrase: str) -> None:
        self.stage.run(self.stage.says(self.stage.customers[who], phrase))

    @rule(who=turns, phrase=st.sampled_from(BARE))
    def customer_says_what_means_something(self, who: int, phrase: str) -> None:
        self.stage.run(self.stage.says(self.stage.customers[who], phrase))

    @rule(who=turns, phrase=st.sampled_from(PHRASES + BARE), to=positions, quotes=st.booleans())
    def customer_replies(self, who: int, phrase: str, to: int, quotes: bool) -> None:
        customer = self.stage.customers[who]
        for message in nth(customer.chat.messages, to):
            self.stage.run(self.stage.says(customer, phrase, message, quotes=quotes))

    @rule(who=turns, caption=st.sampled_from(PHRASES[:7]), is_album=st.booleans())
    def customer_sends_photos(self, who: int, caption: str, is_album: bool) -> None:
        sends = self.stage.sends_album if is_album else self.stage.sends_photo
        self.stage.run(sends(self.stage.customers[who], caption))

    @rule(who=turns, phrase=st.sampled_from(PHRASES[:9]))
    def customer_forwards(self, who: int, phrase: str) -> None:
        self.stage.run(self.stage.forwards(self.stage.customers[who], phrase))

    @rule(who=turns, phrase=st.sampled_from(PHRASES[:9]), which=positions)
    def customer_edits(self, who: int, phrase: str, which: int) -> None:
        customer = self.stage.customers[who]
        for message in nth(self.stage.written_by(customer, customer.chat), which):
            self.stage.run(self.stage.edits(customer, message, phrase))

    @rule(who=turns, which=few, position=positions)
    def customer_taps(self, who: int, which: int, position: int) -> None:
        customer = self.stage.customers[who]
        for message in nth([one for one in self.stage.shown_to(customer) if one.buttons], which):
            self.stage.run(self.stage.taps(customer, message, position))

    @rule(
        who=turns,
        survey=st.sampled_from(("/rate", "/complain", "/leave")),
        taps=st.lists(positions, max_size=3),
    )
    def customer_begins(self, who: int, survey: str, taps: list[int]) -> None:
        """And answers some questions by buttons."""
        customer = self.stage.customers[who]
        self.stage.run(self.stage.says(customer, survey))
        for position in taps:
            for message in nth([one for one in self.stage.shown_to(customer) if one.buttons], 0):
                self.stage.run(self.stage.taps(customer, message, position))

    @rule(who=turns, phrase=st.sampled_from(AFTER_LEAVING))
    def customer_leaves_every_form(self, who: int, phrase: str) -> None:
        self.stage.run(self._leaves(self.stage.customers[who], phrase))

    async def _leaves(self, customer: Person, phrase: str = "{}") -> None:
        for _ in range(2):  # the survey, and the question of the settings that was asked within it
            await self.stage.says(customer, "/cancel")
        expect_none(await self.account.awaited_of(customer))
        given = await self.account.given_by(customer)
        await self.stage.says(customer, phrase)
        after = await self.account.given_by(customer)
        assert after == given, f"{phrase!r} of {customer.name} was taken for an answer"

    # Staff ----------------------------------------------------------------------------------------

    @rule(who=turns, topic=few, phrase=st.sampled_from(ANSWERS), to=st.none() | positions)
    def staff_answers(self, who: int, topic: int, phrase: str, to: int | None) -> None:
        """Also in reply to what stands in the topic: the customer's words, a note, a list."""
        for place in nth(self.stage.topics(), topic):
            answered = next(nth(self.stage.in_topic(place), to), None) if to is not None else None
            self.stage.run(self.stage.writes(self.stage.staff[who], place, phrase, answered))

    @rule(who=turns, topic=few, phrase=st.sampled_from(NOTES), to=st.none() | positions)
    def staff_notes(self, who: int, topic: int, phrase: str, to: int | None) -> None:
        for place in nth(self.stage.topics(), topic):
            answered = next(nth(self.stage.in_topic(place), to), None) if to is not None else None
            self._writes_inside(who, place, phrase, answered)

    @rule(who=turns, phrase=st.sampled_from(ANSWERS), to=st.none() | positions)
    def staff_talks_outside_cases(self, who: int, phrase: str, to: int | None) -> None:
        answered = next(nth(self.stage.in_topic(None), to), None) if to is not None else None
        self.stage.run(self.stage.writes(self.stage.staff[who], None, phrase, answered))

    @rule(topic=few, phrase=st.sampled_from(ANSWERS))
    def stranger_writes_in_the_group(self, topic: int, phrase: str) -> None:
        support = self.stage.support
        for place in nth([None, *self.stage.topics()], topic):
            self.stage.run(self.stage.says(support.zoya, phrase, to=support.group, topic=place))

    @rule(who=turns, topic=few, is_note=st.booleans())
    def staff_sends_an_album(self, who: int, topic: int, is_note: bool) -> None:
        for place in nth(self.stage.topics(), topic):
            phrase = NOTES[0] if is_note else ANSWERS[0]
            self.stage.run(self._sends_album(self.stage.staff[who], place, phrase, is_note=is_note))

    async def _sends_album(self, person: Person, topic: Topic, phrase: str, *, is_note: bool) -> None:
        reader = None if is_note else await self.stage.customer_of(topic)
        group = self.stage.support.group
        await self.stage.sends_album(person, phrase, to=group, topic=topic, reader=reader)

    @rule(who=turns, topic=few, phrase=st.sampled_from(ANSWERS))
    def staff_forwards(self, who: int, topic: int, phrase: str) -> None:
        for place in nth(self.stage.topics(), topic):
            group = self.stage.support.group
            self.stage.run(self.stage.forwards(self.stage.staff[who], phrase, to=group, topic=place))

    @rule(who=turns, phrase=st.sampled_from(ANSWERS + NOTES), which=positions)
    def staff_edits(self, who: int, phrase: str, which: int) -> None:
        """What staff edit reaches nobody."""
        person = self.stage.staff[who]
        for message in nth(self.stage.written_by(person, self.stage.support.group), which):
            self.stage.run(self.stage.edits(person, message, phrase))

    @rule(who=turns, topic=few, command=st.sampled_from(COMMANDS))
    def staff_commands(self, who: int, topic: int, command: str) -> None:
        for place in nth([None, *self.stage.topics()], topic):
            self._writes_inside(who, place, command)

    @rule(who=turns, which=few, position=positions)
    def staff_taps(self, who: int, which: int, position: int) -> None:
        for message in nth([one for one in self.stage.support.shown() if one.buttons], which):
            self.stage.run(self.stage.taps(self.stage.staff[who], message, position))

    @rule(who=turns, in_private=st.booleans(), position=positions, step=st.none() | positions)
    def staff_looks_into_the_inbox(self, who: int, in_private: bool, position: int, step: int | None) -> None:
        """Opens an entry, and may do something with it."""
        person = self.stage.staff[who]
        chat = person.chat if in_private else self.stage.support.group
        self.stage.run(self.stage.says(person, "/inbox", to=chat))
        for one in (position, step):
            if one is not None:
                latest = [message for message in chat.messages if message.from_bot][-1]
                self.stage.run(self.stage.taps(person, latest, one))

    @rule(who=turns, in_private=st.booleans(), phrase=st.sampled_from(ANSWERS + NOTES), which=few)
    def staff_answers_an_entry(self, who: int, in_private: bool, phrase: str, which: int) -> None:
        person = self.stage.staff[who]
        chat = person.chat if in_private else self.stage.support.group
        inside = phrase in NOTES
        self.stage.run(self.stage.answers_entry(person, phrase, chat, which, stays_inside=inside))

    @rule(by=st.sampled_from(({"minutes": 1}, {"minutes": 20}, {"hours": 5}, {"days": 1}, {"days": 8})))
    def time_passes(self, by: dict[str, float]) -> None:
        self.stage.run(self.stage.passes(**by))

    def _writes_inside(
        self, who: int, place: Topic | None, phrase: str, answered: Message | None = None
    ) -> None:
        person = self.stage.staff[who]
        self.stage.run(self.stage.writes(person, place, phrase, answered, stays_inside=True))

    # What holds -----------------------------------------------------------------------------------

    @invariant()
    def nobody_is_shown_what_was_not_meant_for_them(self) -> None:
        expect_none(self.account.misdelivered())
        expect_none(self.stage.run(self.account.mixed_up()))

    @invariant()
    def every_word_of_a_customer_is_in_one_place(self) -> None:
        expect_none(self.stage.run(self.account.misplaced()))


def expect_none(found: Sequence[str]) -> None:
    assert not found, "\n".join(found)


def play(machine: type[Conversations], examples: int, *, steps: int, number: int | None = None) -> None:
    """Play that many conversations: by that number of chance, without one always the same."""
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


@pytest.fixture(scope="module")
def machine(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[Conversations]]:
    file = shutil.copy(sqlite_model, tmp_path_factory.mktemp("conversations") / "otklik.db")
    process = SharedProcess()
    Conversations.stage = ConversationStage(Path(file), process)
    yield Conversations
    Conversations.stage.close()
    process.end_of_all()


@pytest.mark.timeout(600)
def test_words_reach_those_they_are_for_and_no_word_is_lost(machine: type[Conversations]) -> None:
    play(machine, 100, steps=10)


@pytest.mark.torture
def test_words_reach_those_they_are_for_in_many_more_conversations(machine: type[Conversations]) -> None:
    number = int(os.environ.get(SEED) or random.randrange(2**32))
    try:
        play(machine, 2000, steps=30, number=number)
    except BaseException as failure:
        failure.add_note(f"{SEED}={number} repeats this run")
        raise
