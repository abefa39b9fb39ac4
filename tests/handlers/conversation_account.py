"""Where every word of a conversation is, and where it must be."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground import Message, Person
from storage import tables
from surveys.cases.feedback import FeedbackState
from tests.handlers.conversation_stage import ConversationStage, Utterance, number_of


class ConversationAccount:
    """Compares what was said on a stage with what chats show and what the database keeps."""

    def __init__(self, stage: ConversationStage) -> None:
        self.stage = stage
        self.harness = stage.support.harness

    # Who saw what ---------------------------------------------------------------------------------

    def misdelivered(self) -> list[str]:
        """What a customer was shown, also for a moment, that was not meant for them."""
        return [
            f"{one.word} of {one.author.name} was shown to {customer.name}: {shown!r}"
            for customer in (*self.stage.customers, self.stage.support.zoya)
            for shown in _all_shown_to(customer)
            for one in self.stage.utterances
            if one.word in shown and customer not in (one.author, one.reader)
        ]

    def undelivered(self) -> list[str]:
        """What staff wrote to a customer who was not shown it, while its writer was told nothing."""
        return [
            f"{one.word} of {one.author.name} never reached {one.reader.name}"
            for one in self.stage.utterances
            if one.reader is not None
            if not any(one.word in shown for shown in _all_shown_to(one.reader))
            if not _was_told(one)
        ]

    async def mixed_up(self) -> list[str]:
        """What customers said that stands in the topic of somebody else's case, and no command asked for."""
        lists = {
            (row["chat_id"], row["message_id"])
            for row in await self.harness.rows(tables.places)
            if row["name"].startswith("inbox:")
        }
        owners = {topic.id: await self.stage.customer_of(topic) for topic in self.stage.topics()}
        return [
            f"{one.word} of {one.author.name} stands in a topic of {owner.name if owner else 'nobody'}"
            for topic_id, owner in owners.items()
            for shown in self.stage.support.group.history.values()
            if shown.thread_id == topic_id and shown.from_bot
            if (shown.chat.id, shown.id) not in lists and not _was_asked_for(shown)
            for one in self.stage.utterances
            if one.author in self.stage.customers and one.author is not owner
            if any(one.word in text for text in _texts(shown))
        ]

    # What became of it ----------------------------------------------------------------------------

    async def misplaced(self) -> list[str]:
        """What customers said that is nowhere, or in two places."""
        places = await self.places()
        return [
            f"{one.word} of {one.author.name} is in {sorted(places[one.word]) or 'no place'}"
            for one in self._said_by_customers()
            if len(places[one.word]) != 1
        ]

    async def hidden(self) -> list[str]:
        """What is part of a case, and no topic of that case shows it."""
        places = await self.places()
        shown: dict[str, list[str]] = {}
        topics = {topic.id: f"case {number_of(topic)}" for topic in self.stage.topics()}
        for message in self.stage.support.group.history.values():
            if message.thread_id in topics and message.from_bot:
                shown.setdefault(topics[message.thread_id], []).extend(_texts(message))
        return [
            f"{one.word} of {one.author.name} is in {place} and not in its topic"
            for one in self._said_by_customers()
            for place in places[one.word]
            if place.startswith("case ") and not any(one.word in text for text in shown.get(place, []))
        ]

    def _said_by_customers(self) -> Iterator[Utterance]:
        """What customers said and did not take back by an edit."""
        for one in self.stage.utterances:
            if one.author in self.stage.customers and one.word not in self.stage.withdrawn:
                yield one

    async def places(self) -> dict[str, set[str]]:
        """Where each word is: in a case, in the list that staff read, or else among the answers alone."""
        found: dict[str, set[str]] = {one.word: set() for one in self.stage.utterances}

        def put(words: str | None, place: str) -> None:
            for word, places in found.items():
                if words and word in words:
                    places.add(place)

        numbers = {}
        for case in await self.stage.support.all_cases():
            numbers[case["id"]] = f"case {case['number']}"
            put(case["words"], numbers[case["id"]])
        messages = {row["id"]: row for row in await self.harness.rows(tables.messages)}
        for row in messages.values():
            if row["case_id"] is not None and row["staff_telegram_id"] is None:
                put(row["words"], numbers[row["case_id"]])
        answers = {row["id"]: row for row in await self.harness.rows(tables.answers)}
        read = set()
        for row in await self.harness.rows(tables.feedback):
            of = messages.get(row["message_id"]) or answers[row["answer_id"]]
            if row["answer_id"] is not None:
                read.add((of["conversation_id"], of["words"]))
            is_case = row["state"] == FeedbackState.CASE
            put(of["words"], numbers[row["case_id"]] if is_case else f"inbox {row['id']}")
        in_cases = {word for word, places in found.items() if any(one.startswith("case") for one in places)}
        for row in answers.values():
            # Words that answered two questions are read once.
            is_read = (row["conversation_id"], row["words"]) in read
            if not is_read and not any(word in (row["words"] or "") for word in in_cases):
                put(row["words"], f"answers of conversation {row['conversation_id']}")
        for row in await self.harness.rows(tables.corrections):
            for word, places in found.items():
                if not places and word in (row["words"] or ""):
                    places.add("a corrected answer")
        return found

    # The way out of a form ------------------------------------------------------------------------

    async def awaited_of(self, customer: Person) -> list[str]:
        """The questions whose answer a customer's next words would be taken for."""
        rows = await self.harness.customers()
        current = next(row["conversation_id"] for row in rows if row["telegram_id"] == customer.id)
        talks = [row for row in await self.harness.rows(tables.conversations) if row["id"] == current]
        return [row["awaiting"] for row in talks if row["awaiting"] and not self._is_over(row)]

    def _is_over(self, talk: Mapping[str, Any]) -> bool:
        survey = self.harness.contexts.current.survey(talk["survey_id"])
        return survey is None or self.harness.fake_clock.now - talk["touched_at"] > survey.expires_after

    async def given_by(self, customer: Person) -> list[object]:
        """All that a customer has answered, and their zone."""
        people = await self.harness.customers()
        person = next(row for row in people if row["telegram_id"] == customer.id)
        talks = await self.harness.rows(tables.conversations)
        given = [row["given"] for row in talks if row["customer_id"] == person["id"]]
        return [person["timezone"], *given]


def _all_shown_to(person: Person) -> Iterator[str]:
    """Everything that the bot ever showed somebody in private: also what it edited or deleted since."""
    for message in person.chat.history.values():
        if message.from_bot:
            yield from _texts(message)
    yield from (toast.text for toast in person.toasts)


def _texts(message: Message) -> Iterator[str]:
    yield message.text
    yield from (version.text.text for version in message.versions)
    yield from (button.text for button in message.buttons)


def _was_asked_for(shown: Message) -> bool:
    """Whether it answers a command, such as `/case 1` in the topic of another case."""
    return shown.reply_to is not None and shown.reply_to.text.startswith("/")


def _was_told(one: Utterance) -> bool:
    """Whether the bot replied to any of the messages in which it was said."""
    return any(
        shown.from_bot and shown.reply_to is message
        for message in one.messages
        for shown in message.chat.history.values()
    )
