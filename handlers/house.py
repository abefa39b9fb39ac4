"""What all handlers share: the business, its surveys and its texts."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers.texts import Texts
from surveys.survey import Catalogue, Survey


@dataclass(frozen=True, slots=True)
class House:
    business: str
    zone: ZoneInfo
    owner_ids: frozenset[int]
    catalogue: Catalogue
    texts: Texts
    username: str = ""
    """The bot's own name, for links to it."""

    def survey(self, survey_id: str) -> Survey | None:
        return self.catalogue.get(survey_id)
