"""What a report knows of the company: plain data, also in another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from surveys.cases.support_texts import SupportTexts
from surveys.hours.business_hours import BusinessHours
from surveys.language.text import Text
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.questions.question import QuestionRole
from surveys.questions.reasons import Taxonomy
from surveys.questions.survey import Catalogue
from surveys.statistics.targets import NO_TARGETS, Targets
from surveys.themes.theme import NO_THEMES, ThemeList
from texts.catalogue import Texts

_NPS: Final = "nps"


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The company as reports need it: labels without the surveys, whose files' models are heavy."""

    business: str
    zone: ZoneInfo
    nps_question: tuple[str, str]
    """Ids of the survey that makes the NPS and of its question; the latter is empty without a score."""
    labels: Mapping[QuestionRole, Mapping[str, Text]]
    """What the buttons of questions say whose answers mean this, by the option's id."""
    texts: Texts
    reasons: Taxonomy
    support_texts: SupportTexts
    currency: str
    """Code of ISO 4217."""
    return_window: timedelta = RETURN_WINDOW
    """How long after an invitation back an order counts as a return."""
    themes: ThemeList = NO_THEMES
    """What comments may be about."""
    targets: Targets = NO_TARGETS
    hours: BusinessHours | None = None
    """When staff are there to answer, which times of cases count; None for round the clock."""
    has_board: bool = False
    """Whether managers see the board of those of the team who agreed to it."""
    answer_window: timedelta = timedelta(days=14)
    """How long the question of the NPS can be answered once it was sent."""

    @property
    def has_hours(self) -> bool:
        """Whether times of cases count working hours only."""
        return self.hours is not None

    def label(self, role: QuestionRole, option: str) -> Text | None:
        """What the button for an option of this role says; None for an option of no button."""
        return self.labels.get(role, {}).get(option)


def nps_question_of(catalogue: Catalogue) -> tuple[str, str]:
    """Ids of the survey that makes the NPS and of its question; the latter is empty without a score."""
    survey = catalogue[_NPS]
    score = survey.score_question
    return survey.id, score.id if score else ""


def labels_by_role(catalogue: Catalogue) -> Mapping[QuestionRole, Mapping[str, Text]]:
    """What all questions' buttons say, by role and option; of one id in two surveys the first counts."""
    found: dict[QuestionRole, dict[str, Text]] = {}
    for role in QuestionRole:
        for option in catalogue.options_of(role):
            found.setdefault(role, {}).setdefault(option.id, option.label)
    return found
