"""What a person reads where the code carries ids of texts."""

from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText
from texts.catalogue import Texts, terminal_texts


def words_of(said: InterfaceText | UserErrors, language: str = "en") -> str:
    """As in a terminal of that language; one line a text."""
    texts = said.texts if isinstance(said, UserErrors) else [said]
    return "\n".join(terminal_texts().render(language, text) for text in texts)


def interface(text_id: str, language: str = "ru", **values: object) -> str:
    """A text of the bot's chats, as a person of that language reads it."""
    return Texts().text(language, text_id, **values)
