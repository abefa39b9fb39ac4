"""The receipt: what was answered, what is still asked, and a button to change the answer."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from handlers.customer.answered import Answered
from handlers.customer.escalation import is_low
from handlers.outreach.requested_reminder import NO_REMINDER
from handlers.shared import keyboards
from handlers.shared.update_context import UpdateContext
from storage.rows import Conversation
from surveys.questions import engine
from surveys.questions.callback import pack
from surveys.questions.engine import AnswerOutcome, ConversationState
from surveys.questions.progress import progress
from surveys.questions.question import CHANGE, KEEP, SKIPPED, Question, QuestionRole
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
    says_farewell: bool = True
    """False where the last words were said in a message of their own."""

    @property
    def text(self) -> str:
        """What was chosen, and the next question or the last words."""
        said = "\n\n".join(filter(None, [self._chosen, self._onward]))
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
        rows += change_row(self.ctx, self.question, conversation.id)
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
        if awaited is None and (self.farewell is not None or not self.says_farewell):
            return self.farewell if self.says_farewell else None
        if awaited is not None:
            return asked_words(self.ctx, self.survey, self.state, awaited)
        words = self.survey.thank(self.state.answers)
        return words.render(self.ctx.language, business=self.ctx.app.business) if words is not None else None


def asked_words(ctx: UpdateContext, survey: Survey, state: ConversationState, question: Question) -> str:
    """A question as it is put; of a long survey it says how far the customer has come."""
    words = question.text.render(ctx.language, business=ctx.app.business)
    found = progress(survey, state.answers, question)
    if found is None:
        return words
    place, total = map(str, found)
    return f"{ctx.text('question-progress', place=place, total=total)}\n{words}"


def change_row(ctx: UpdateContext, question: Question, conversation_id: int) -> keyboards.Rows:
    """The row of the button that changes a chosen answer; empty for a question without choices."""
    chosen = question.kind.chosen
    if chosen is None:
        return []
    return [[keyboards.button(ctx.text(chosen.change), pack(conversation_id, question.id, CHANGE))]]


def keep_button(ctx: UpdateContext, row: Conversation, question: Question) -> dict[str, str]:
    """The button that leaves an answer as it is."""
    answer = question.render(row.given[question.id], ctx.language)
    return keyboards.button(ctx.text("button-keep", answer=answer), pack(row.id, question.id, KEEP))


async def show_receipt(ctx: UpdateContext, answered: Answered, farewell: str | None = None) -> None:
    """Show the receipt of an answer; `farewell` takes the place of the survey's own last words.

    Nothing is shown where the farewell is empty and nothing else is to be said.
    """
    question = answered.survey.question(answered.answer.question)
    if question is not None:
        says_farewell = not _was_said(answered)
        receipt = Receipt(answered.survey, answered.state, question, ctx, farewell, says_farewell)
        if text := receipt.text:
            answered.put(text, receipt.keyboard)


def _was_said(answered: Answered) -> bool:
    """Whether the last words stand in a message of their own already: the last answer was in words."""
    if answered.answer.outcome is AnswerOutcome.NEW or answered.step.thanks is not None:
        return False
    last = engine.path_of(answered.survey, answered.state.answers)[-1]
    return last.kind.is_open and answered.state.answers.get(last.id) not in (None, SKIPPED)
