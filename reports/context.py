"""What a report knows of the company: plain data, also in another process."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from surveys.cases.support_texts import SupportTexts
from surveys.questions.reasons import Taxonomy
from surveys.questions.survey import Catalogue
from texts.catalogue import Texts

_NPS: Final = "nps"


@dataclass(frozen=True, slots=True)
class ReportContext:
    business: str
    zone: ZoneInfo
    catalogue: Catalogue
    texts: Texts
    reasons: Taxonomy
    support_texts: SupportTexts
    currency: str
    """Code of ISO 4217."""

    @property
    def nps_question(self) -> tuple[str, str]:
        """Ids of the survey that makes the NPS and of its question; the latter is empty without a score."""
        survey = self.catalogue[_NPS]
        score = survey.score_question
        return survey.id, score.id if score else ""
