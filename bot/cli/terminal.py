"""What is said in a terminal, in its language."""

import os
from collections.abc import Mapping

from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language


def terminal_language(env: Mapping[str, str]) -> Language:
    """The language that the locale of the terminal names: Russian, or English for every other."""
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return Language.RU if locale.lower().startswith("ru") else Language.EN


def in_words(text: InterfaceText) -> str:
    """That text in the language of this terminal."""
    from texts.catalogue import terminal_texts

    return terminal_texts().render(terminal_language(os.environ), text)
