"""What kinds of files a company may change from the chat, and where the one that counts comes from."""

from enum import StrEnum


class ContentKind(StrEnum):
    """What a file describes. The value is stored."""

    SURVEY = "survey"
    JOURNEY = "journey"
    OFFERS = "offers"
    THEMES = "themes"
    TEXTS = "texts"

    @property
    def ending(self) -> str:
        """How the names of such files end."""
        return ".ftl" if self is ContentKind.TEXTS else ".toml"


class ContentLayer(StrEnum):
    """Where a file comes from; later ones lie above earlier ones."""

    BUILT_IN = "built_in"
    FOLDER = "folder"
    CHAT = "chat"
