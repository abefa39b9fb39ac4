"""What must hold on the stage of surveys, whatever people do there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from handlers.shared.conversation_state import state_of
from handlers.shared.places import further_question_place, question_place
from playground import Message, Person, Update
from storage import tables
from storage.reports import totals
from storage.rows import Conversation
from storage.states import InboxState, OutboxState
from surveys.questions import engine
from surveys.questions.callback import prefix
from surveys.questions.later import OPTIONS as LATER_OPTIONS
from surveys.questions.question import BACK, CHANGE, DONE, KEEP, LATER, Question
from surveys.questions.survey import Survey
from tests.handlers.surveys_played.survey_stage import SurveyStage

_NO_ANSWER = {BACK, CHANGE, KEEP, LATER, *LATER_OPTIONS}
_LONGEST_WAY = 40
"""Inputs that end any survey; a question with groups takes two, one of several choices three."""


class SurveyAccount:
    """Looks at the stage after each step; what it returns are sentences about what is wrong."""

    def __init__(self, stage: SurveyStage) -> None:
        self.stage = stage
        self._closed: dict[int, set[int]] = {}

    async def faults(self) -> list[list[str]]:
        """Everything that is wrong after a step, each kind by itself."""
        found = [
            await self.unwanted(),
            await self.failed(),
            await self.doubled(),
            await self.contradictory(),
            await self.dead_ends(),
        ]
        await self.look()
        return found

    async def of(self, person: Person) -> list[Mapping[str, Any]]:
        """What is stored of a customer's surveys."""
        mine = self.stage.customer_ids[person.id]
        rows = [
            *await self.stage.harness.rows(tables.conversations),
            *await self.stage.harness.rows(tables.answers),
        ]
        return [row for row in rows if row["customer_id"] == mine]

    # What was told --------------------------------------------------------------------------------

    async def look(self) -> None:
        """Note who must not be written to from here on, before a step."""
        self._closed = {
            person.id: await self.stage.started_by_us(person) for person in await self._refusing()
        }

    async def unwanted(self) -> list[str]:
        """What we began although the person had stopped us or blocked us before the step, and still has."""
        found = []
        for person in await self._refusing():
            if (before := self._closed.get(person.id)) is None:
                continue
            found += [
                f"{person.name} was written to after an opt-out: row {row}"
                for row in await self.stage.started_by_us(person) - before
            ]
        return found

    async def _refusing(self) -> list[Person]:
        rows = {row["telegram_id"]: row for row in await self.stage.harness.customers()}
        return [
            person
            for person in self.stage.customers
            if rows[person.id]["stopped_at"] is not None or rows[person.id]["blocked_at"] is not None
        ]

    # What is stored -------------------------------------------------------------------------------

    async def failed(self) -> list[str]:
        """Updates that could not be handled, and calls that Telegram refused for good."""
        inbox = await self.stage.harness.rows(tables.inbox)
        outbox = await self.stage.harness.rows(tables.outbox)
        return [
            f"update {row['id']} is {row['state']}" for row in inbox if row["state"] != InboxState.DONE
        ] + [
            f"call {row['id']} {row['method']} failed: {row['error']}: {row['body']}"
            for row in outbox
            if row["state"] == OutboxState.DEAD
        ]

    async def doubled(self) -> list[str]:
        """Questions with two answers that stand, surveys with two conversations under way."""
        rows = await self.stage.harness.rows(tables.answers)
        standing = Counter(
            (row["conversation_id"], row["question_id"]) for row in rows if row["superseded_at"] is None
        )
        under_way = Counter((one.customer_id, one.survey_id) for one, _ in await self.under_way())
        return [f"{n} answers stand to {key}" for key, n in standing.items() if n > 1] + [
            f"{n} conversations are open of {key}" for key, n in under_way.items() if n > 1
        ]

    async def contradictory(self) -> list[str]:
        """Conversations whose given answers are not those that stand."""
        rows = await self.stage.harness.rows(tables.answers)
        found = []
        for talk in await self._conversations():
            stored = {
                row["question_id"]
                for row in rows
                if row["conversation_id"] == talk.id and row["superseded_at"] is None
            }
            if not talk.by_staff and stored - {LATER} != set(talk.given):
                found.append(f"{talk.survey_id}: given {talk.given}, but stored {stored}")
        return found

    async def miscounted(self) -> list[str]:
        """What `otklik totals --check` finds."""
        return [str(line) for line in await self.stage.harness.database.read(totals.differences)]

    async def under_way(self) -> list[tuple[Conversation, Survey]]:
        """Conversations whose question waits and cannot be counted without its answer."""
        found = []
        for talk in await self._conversations():
            survey = self.stage.app.survey_of(talk)
            if survey is None or talk.awaiting is None:
                continue
            state = state_of(talk)
            if not engine.is_expired(survey, state, self.stage.now) and not engine.is_told(survey, state):
                found.append((talk, survey))
        return found

    async def _conversations(self) -> list[Conversation]:
        return [Conversation(**row) for row in await self.stage.harness.rows(tables.conversations)]

    # Whether there is a way out -------------------------------------------------------------------

    async def dead_ends(self) -> list[str]:
        """Open questions that nothing shows which is offered."""
        found = []
        for talk, survey, person in await self._asked():
            question = survey.question(talk.awaiting or "")
            if question is None:
                found.append(f"{talk.survey_id} awaits {talk.awaiting}, which it does not ask")
            elif not question.kind.is_open and self.shown(person, talk, question) is None:
                found.append(f"{person.name} is shown no button for {talk.survey_id}/{question.id}")
        return found

    async def _asked(self) -> list[tuple[Conversation, Survey, Person]]:
        """What customers are asked: a survey that we begin is the one they are in once it has arrived."""
        current = {row["id"]: row["conversation_id"] for row in await self.stage.harness.customers()}
        people = {self.stage.customer_ids[one.id]: one for one in self.stage.customers}
        return [
            (talk, survey, people[talk.customer_id])
            for talk, survey in await self.under_way()
            if talk.customer_id in people and current[talk.customer_id] == talk.id
        ]

    def shown(self, person: Person, talk: Conversation, question: Question) -> Message | None:
        """The latest message with buttons of a question; None where there is none."""
        begins = prefix(talk.id, question.id)
        return next(
            (
                message
                for message in reversed(self.stage.shown_to(person))
                if any((button.data or "").startswith(begins) for button in message.buttons)
            ),
            None,
        )

    async def finish(self, person: Person, choice: int) -> list[str]:
        """Answer what a customer is asked by what is offered, until nothing waits."""
        way = []
        for step in range(_LONGEST_WAY):
            asked = [(talk, survey) for talk, survey, of in await self._asked() if of is person]
            if not asked:
                return []
            [(talk, survey)] = asked
            question = survey.question(talk.changing or talk.awaiting or "")
            if question is None:
                return [f"{talk.survey_id} awaits {talk.awaiting}, which it does not ask"]
            update, what = await self._input(person, talk, question, choice + step)
            way.append(f"{question.id}: {what}")
            await self.stage.deliver(update)
        return [f"{person.name} never comes to an end: {', '.join(way)}"]

    async def _input(
        self, person: Person, talk: Conversation, question: Question, choice: int
    ) -> tuple[Update, str]:
        message = self.shown(person, talk, question)
        begins = prefix(talk.id, question.id)
        datas = [button.data for button in message.buttons if button.data] if message else []
        options = [
            data for data in datas if data.startswith(begins) and data.removeprefix(begins) not in _NO_ANSWER
        ]
        if not options and begins + BACK in datas:  # it was put off
            options = [begins + BACK]
        if message is None or not options:
            words = "завтра" if question.kind.name == "date" else "Привезли разбитую чашку"
            return await person.say(words), words
        picked = talk.picked and begins + DONE in options
        data = begins + DONE if picked else options[choice % len(options)]
        return await person.tap(message, data), data

    async def hung(self) -> list[str]:
        """Conversations that are open and whose question was sent, but whose buttons answer nothing."""
        places = {row["name"]: row for row in await self.stage.harness.rows(tables.places)}
        people = {self.stage.customer_ids[one.id]: one for one in self.stage.customers}
        found = []
        for talk, survey in await self.under_way():
            question, person = survey.question(talk.awaiting or ""), people.get(talk.customer_id)
            if question is None or person is None:
                continue
            names = (question_place(talk.id), further_question_place(talk.id, question.id))
            was_sent = any(name in places and places[name]["filled_at"] for name in names)
            if was_sent and not question.kind.is_open and self.shown(person, talk, question) is None:
                found.append(f"{person.name} has no button any more for {talk.survey_id}/{question.id}")
        return found
