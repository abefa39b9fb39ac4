"""What a person reads where the code carries ids of texts."""

from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText
from texts.catalogue import terminal_texts


def words_of(said: InterfaceText | UserErrors, language: str = "en") -> str:
    """As in a terminal of that language; one line a text."""
    texts = said.texts if isinstance(said, UserErrors) else [said]
    return "\n".join(terminal_texts().render(language, text) for text in texts)
