"""The receipt: what was answered, what is still asked, and a button to change the answer."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from handlers.customer.answered import Answered
from handlers.customer.escalation import is_low
from handlers.outreach.requested_reminder import NO_REMINDER
from handlers.shared import keyboards
from handlers.shared.update_context import UpdateContext
from surveys.questions import engine
from surveys.questions.callback import pack
from surveys.questions.engine import ConversationState
from surveys.questions.question import SKIPPED, Question, QuestionRole
from surveys.questions.survey import Survey


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a customer sees after the answer to one question."""

    survey: Survey
    state: ConversationState
    question: Question
    ctx: UpdateContext
    farewell: str | None = None
    """Takes the place of the survey's own last words; empty where they are said elsewhere."""

    @property
    def text(self) -> str:
        """What was chosen, and the next question or the last words."""
        last = self._onward if self.farewell is None or self._awaited else self.farewell
        said = "\n\n".join(filter(None, [self._chosen, last]))
        return said if said or self.farewell == "" else self.ctx.text("why-kept")

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons of the next question, and the one that changes a chosen answer; None without any."""
        conversation = self.ctx.conversation
        if conversation is None:
            return None
        rows: keyboards.Rows = []
        if awaited := self._awaited:
            rows += keyboards.rows_of(awaited, conversation.id, self.ctx.language)
            if self.question.role is QuestionRole.SCORE and is_low(self.survey, self.state):
                rows.append([keyboards.button(self.ctx.text("button-sort-out"), keyboards.COMPLAIN)])
        if self.question.role is QuestionRole.RETURN_DATE and self.state.answers[self.question.id] != SKIPPED:
            cancel = f"{NO_REMINDER}:{conversation.id}"
            rows.append([keyboards.button(self.ctx.text("button-no-reminder"), cancel)])
        if chosen := self.question.kind.chosen:
            data = pack(conversation.id, self.question.id, keyboards.CHANGE)
            rows.append([keyboards.button(self.ctx.text(chosen.change), data)])
        return keyboards.Keyboard.of(rows) if rows else None

    @property
    def _awaited(self) -> Question | None:
        return engine.awaited_question(self.survey, self.state.answers)

    @property
    def _chosen(self) -> str | None:
        chosen, value = self.question.kind.chosen, self.state.answers[self.question.id]
        if chosen is None or value == SKIPPED:
            return None
        answer = self.question.render(value, self.ctx.language)
        return self.ctx.text(chosen.given, answer=answer)

    @property
    def _onward(self) -> str | None:
        awaited = self._awaited
        onward = awaited.text if awaited is not None else self.survey.thank(self.state.answers)
        return (
            onward.render(self.ctx.language, business=self.ctx.app.business) if onward is not None else None
        )


async def show_receipt(ctx: UpdateContext, answered: Answered, farewell: str | None = None) -> None:
    """Show the receipt of an answer; `farewell` takes the place of the survey's own last words.

    Nothing is shown where the farewell is empty and nothing else is to be said.
    """
    question = answered.survey.question(answered.answer.question)
    if question is not None:
        receipt = Receipt(answered.survey, answered.state, question, ctx, farewell)
        if text := receipt.text:
            answered.put(text, receipt.keyboard)
