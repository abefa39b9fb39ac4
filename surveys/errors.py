"""What every room may raise."""

from typing import ClassVar

from surveys.language.text import Text


class UserError(Exception):
    """Its message is written for people and quotes neither a customer nor a secret, so it may be printed."""

    def render(self, language: str) -> str:
        """The message in `ru` or `en`, where it exists in both."""
        return str(self)


class TranslatedError(UserError):
    """An error whose message is one text in both languages; `values` fill its placeholders."""

    text: ClassVar[Text]

    def __init__(self, **values: str) -> None:
        super().__init__(self.text.render("en", **values))
        self._values = values

    def render(self, language: str) -> str:
        return self.text.render(language, **self._values)
