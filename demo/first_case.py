"""What happened just before the page was opened: one customer has complained, so that staff have a case."""

import logging

from playground import Message, Person
from surveys.catalogue.files import load
from surveys.language.text import Text
from surveys.questions.question import QuestionRole

log = logging.getLogger(__name__)

STORY = Text(
    "Добрый день! В новой пачке зёрна горелые, кофе горчит. Пачку уже открыла, что теперь делать?",
    "Hello! The beans in the new bag are burnt and the coffee is bitter. I have opened it; what now?",
)
_CATEGORY = "quality"
_WITHIN_S = 60.0


async def play(customer: Person, language: str) -> None:
    """Let the customer complain through the real bot; one that is not quick enough is only logged."""
    asked = load()["complaint"].question_of(QuestionRole.CATEGORY)
    category = asked.label(_CATEGORY).render(language) if asked is not None else ""
    try:
        said = await customer.say("/complain")
        question = await customer.sees(_has_buttons, within=_WITHIN_S, after=said.message)
        await customer.tap(question, category)
        await customer.sees(_has_no_buttons, within=_WITHIN_S, after=said.message)
        await customer.say(STORY.render(language))
    except AssertionError:
        log.warning("the demo begins without a complaint: the bot was not quick enough")


def _has_buttons(message: Message) -> bool:
    return len(message.buttons) > 2


def _has_no_buttons(message: Message) -> bool:
    """The question has become its receipt, which offers no more than to change the answer."""
    return len(message.buttons) <= 1
