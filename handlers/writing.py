"""The words of what is due: a reminder under its question, an invitation that fits the reason."""

from handlers import keyboards
from handlers.customer.asking import state_of
from handlers.keyboards import Keyboard
from handlers.outreach import BACK_AGAIN, NO_MORE
from handlers.shared.app_context import AppContext
from storage import plans
from storage.errands import Errand
from surveys import engine

Written = tuple[str | None, Keyboard | None]


def written(app: AppContext, errand: Errand) -> Written:
    """The text, None when the company's files have none any more, and the buttons."""
    return _reminder(app, errand) if errand.plan.journey == plans.REMINDER else _invitation(app, errand)


def _reminder(app: AppContext, errand: Errand) -> Written:
    """With the buttons of the question, so that it need not be looked for."""
    asked = errand.conversation
    survey = app.survey(asked.survey_id) if asked is not None else None
    if asked is None or survey is None or survey.reminder is None:
        return None, None
    question = engine.awaited_question(survey, state_of(asked).answers)
    buttons = keyboards.of_question(question, asked.id, asked.language) if question is not None else None
    return survey.reminder.text.render(asked.language, business=app.business), buttons


def _invitation(app: AppContext, errand: Errand) -> Written:
    reason = app.reasons.get(errand.plan.about or "")
    if reason is None or reason.invitation is None:
        return None, None
    language = errand.facts.language
    back = keyboards.button(app.texts.text(language, "button-back-again"), f"{BACK_AGAIN}:{errand.plan.id}")
    no_more = keyboards.button(app.texts.text(language, "button-no-more"), f"{NO_MORE}:{errand.plan.id}")
    text = reason.invitation.text.render(language, business=app.business)
    return text, Keyboard.of([[back], [no_more]])
