"""What every room may raise."""

from typing import ClassVar

from surveys.survey import Text


class SayableError(Exception):
    """Its message is written for people and quotes neither a customer nor a secret, so it may be printed."""

    def say(self, language: str) -> str:
        """The message in `ru` or `en`, where it exists in both."""
        return str(self)


class Sentence(SayableError):
    """An error whose message is one text in both languages; `values` fill its placeholders."""

    text: ClassVar[Text]

    def __init__(self, **values: str) -> None:
        super().__init__(self.text.say("en", **values))
        self._values = values

    def say(self, language: str) -> str:
        return self.text.say(language, **self._values)
