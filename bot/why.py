"""`otklik why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from datetime import UTC, datetime, timedelta

from bot.config import Config
from bot.config_faults import Language
from bot.offline import in_database
from handlers.text_check import load as load_texts
from handlers.why_text import WhyText
from storage import stories
from surveys.errors import Sentence
from surveys.files import load_reasons
from surveys.survey import Text

_LOOK_BACK = timedelta(days=90)


class NoSuchCustomer(Sentence):
    text = Text(
        "Такого клиента нет: нужен его номер в вашей системе или id в Telegram.",
        "There is no such customer: give their number in your system or their Telegram id.",
    )


def why(config: Config, customer: str, language: Language) -> str:
    since = datetime.now(UTC) - _LOOK_BACK
    story = in_database(config, lambda found: stories.of(found, customer.strip(), since))
    if story is None:
        raise NoSuchCustomer
    texts, reasons = load_texts(config.texts.directory), load_reasons(config.surveys.directory)
    return WhyText(texts, reasons, language, config.business.timezone).of(story)
