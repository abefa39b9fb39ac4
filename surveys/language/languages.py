"""Which of the two languages a person is spoken to in."""

from typing import Final, Literal, get_args

Language = Literal["ru", "en"]
LANGUAGES: Final[tuple[str, ...]] = get_args(Language)


def language_of(telegram_code: str | None, default: str) -> str:
    """From Telegram's IETF tag, such as `en-GB`; what is neither Russian nor English gets the default."""
    code = (telegram_code or "").partition("-")[0].lower()
    return code if code in LANGUAGES else default
