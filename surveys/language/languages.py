"""Which of the two languages a person is spoken to in."""

from enum import StrEnum
from typing import Final


class Language(StrEnum):
    """The value is stored, and is Telegram's and Fluent's name of it."""

    RU = "ru"
    EN = "en"


LANGUAGES: Final = tuple(Language)


def language_of(telegram_code: str | None, default: Language) -> Language:
    """From Telegram's IETF tag, such as `en-GB`; what is neither Russian nor English gets the default."""
    code = (telegram_code or "").partition("-")[0].lower()
    return Language(code) if code in LANGUAGES else default
