"""Putting a survey's question to a customer."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from handlers import keyboards, outreach
from handlers.customer import receipt
from handlers.house import House
from handlers.visit import Outgoing, Visit
from storage import people
from storage.rows import Conversation, Customer
from surveys import engine
from surveys.survey import Question, Survey
from surveys.urgency import Urgency


async def ask(visit: Visit, house: House, survey: Survey) -> None:
    """Begin a survey, or show the question again where one is under way or was answered a moment ago."""
    known = await _known(visit, survey)
    if known is not None:
        talk = state_of(known)
        if not engine.is_new_asking(survey, talk, visit.now):
            visit.conversation = known
            again = engine.ask_again(survey, talk, visit.now)
            visit.update_conversation(awaiting=again.conversation.awaiting, touched_at=visit.now)
            if visit.customer.conversation_id != known.id:
                visit.update_customer(conversation_id=known.id)
            _show_again(visit, house, survey, again.conversation)
            return
    step = engine.begin(survey, visit.now)
    visit.conversation = visit.effects.add(
        Conversation(
            id=visit.ids.next(),
            customer_id=visit.customer.id,
            survey_id=survey.id,
            survey_version=survey.version,
            language=visit.language,
            segment=visit.customer.segment,
            awaiting=step.conversation.awaiting,
            started_at=visit.now,
            touched_at=visit.now,
        )
    )
    visit.update_customer(conversation_id=visit.conversation.id)
    _send(visit, house, step.asks or survey.first)
    outreach.plan_reminder(visit, house, survey, visit.conversation)


def asked_again(
    house: House, survey: Survey, customer: Customer, conversation: Conversation
) -> Outgoing | None:
    """The open question once more, after an absence in which an answer may have been lost."""
    question = engine.awaited_question(survey, state_of(conversation).answers)
    if question is None or customer.telegram_id is None:
        return None
    preface = house.texts.say(customer.language, "question-again")
    method = SendMessage(
        chat_id=customer.telegram_id,
        text=f"{preface}\n\n{question.text.say(customer.language, business=house.business)}",
        reply_markup=keyboards.of_question(question, conversation.id, customer.language),
    )
    return Outgoing(method, Urgency.SURVEY, fills=question_place(conversation.id))


def state_of(row: Conversation) -> engine.Conversation:
    """The stored conversation as the engine's plain data."""
    return engine.Conversation(
        survey=row.survey_id,
        version=row.survey_version,
        awaiting=row.awaiting,
        asked_at=row.touched_at,
        answers=row.given,
        first_answer_at=row.answered_at,
        done=row.finished_at is not None,
        opened=tuple(row.opened or ()),
    )


def question_place(conversation_id: int) -> str:
    """Where the question of a conversation stands, for whoever wants to reply to it later."""
    return f"question:{conversation_id}"


async def _known(visit: Visit, survey: Survey) -> Conversation | None:
    """The customer's last asking of this survey, whatever they spoke of since."""
    row = visit.conversation
    if row is None or row.survey_id == survey.id:
        return row
    return await visit.read(people.latest_asking, visit.customer.id, survey.id)


def _send(visit: Visit, house: House, question: Question) -> None:
    if visit.conversation is not None:
        text = question.text.say(visit.language, business=house.business)
        _put(visit, text, keyboards.of_question(question, visit.conversation.id, visit.language))


def _show_again(visit: Visit, house: House, survey: Survey, talk: engine.Conversation) -> None:
    """An open question with the answer before it, which can be changed; else the first question."""
    *answered, last = engine.path_of(survey, talk.answers)
    if not answered or last.id in talk.answers:
        _send(visit, house, survey.first)
        return
    shown = (survey, talk, answered[-1].id, visit, house)
    _put(visit, receipt.text(*shown), receipt.keyboard(*shown))


def _put(visit: Visit, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    if visit.conversation is not None and visit.customer.telegram_id is not None:
        method = SendMessage(chat_id=visit.customer.telegram_id, text=text, reply_markup=keyboard)
        visit.send(method, fills=question_place(visit.conversation.id))
