"""`otklik why CUSTOMER`: what was sent to somebody, what was not and why, and what comes next."""

from datetime import UTC, datetime

from bot.config import Config
from bot.config_faults import Language
from bot.offline import in_database
from bot.premises import house_of
from handlers.house import House
from handlers.why_text import LOOK_BACK, WhyText
from storage import settings, stories
from storage.database import Connection
from storage.stories import Story
from surveys.errors import Sentence
from surveys.survey import Text


class NoSuchCustomer(Sentence):
    text = Text(
        "Такого клиента нет: нужен его номер в вашей системе или id в Telegram.",
        "There is no such customer: give their number in your system or their Telegram id.",
    )


def why(config: Config, customer: str, language: Language) -> str:
    """In the zone that the owner chose and the language of the terminal."""

    def look(connection: Connection) -> tuple[House, Story | None]:
        house = house_of(config).furnished(settings.every(connection))
        return house, stories.of(connection, customer.strip(), datetime.now(UTC) - LOOK_BACK)

    house, story = in_database(config, look)
    if story is None:
        raise NoSuchCustomer
    return WhyText(house.texts, house.reasons, language, house.zone).of(story)
