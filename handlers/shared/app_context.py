"""What all handlers share: the business, its surveys and its texts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.shared.file_quota import FileQuota
from reports.context import ReportContext, labels_by_role, nps_question_of
from storage.people.retention import RetentionPeriods
from storage.rows import Conversation
from surveys.cases.case_clock import NO_LIMITS, ClockRules, ServiceLimits
from surveys.cases.support_texts import NO_SUPPORT_TEXTS, SupportTexts
from surveys.content.entry import ContentEntry, ContentKey
from surveys.content.folders import ContentFolders
from surveys.hooks.catalogue import built_in as built_in_hooks
from surveys.hooks.hook import Hook
from surveys.hours.business_hours import BusinessHours
from surveys.journeys.catalogue import Journeys
from surveys.journeys.catalogue import built_in as built_in_journeys
from surveys.journeys.links import Links
from surveys.language.languages import Language
from surveys.offers.offer import NO_OFFERS, OfferList
from surveys.outreach.campaigns import BreakerLimits
from surveys.outreach.policy import ContactLimits
from surveys.outreach.quiet_hours import USUAL_QUIET_HOURS, QuietHours
from surveys.outreach.winback_invitations import RETURN_WINDOW
from surveys.questions.reasons import NO_REASONS, Taxonomy
from surveys.questions.survey import Catalogue, Survey
from surveys.statistics.alert_limits import AlertLimits
from surveys.statistics.targets import NO_TARGETS, Targets
from surveys.themes.theme import NO_THEMES, ThemeList
from texts.catalogue import Texts
from texts.quoting import inner_quotes

BUSINESS: Final = "business"
SUPPORT_CHAT: Final = "support_chat"
"""Names of what an owner may choose in the chat, in the table of settings.

The support chat is empty once the bot was removed from it.
"""


@dataclass(frozen=True, slots=True)
class SupportChat:
    """The group in which staff deal with complaints."""

    id: int
    is_forum: bool = False
    """With topics: each case gets its own."""
    before: int | None = None
    """The group that became this supergroup: what staff wrote there is heard here. None where none did."""

    def is_in(self, chat_id: int) -> bool:
        """Whether staff who write in that chat write in this group."""
        return chat_id in (self.id, self.before)

    def chosen(self) -> dict[str, Any]:
        """The group as a setting."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class AppContext:
    business: str
    zone: ZoneInfo
    owner_ids: frozenset[int]
    catalogue: Catalogue
    texts: Texts
    username: str = ""
    """The bot's own name, for links to it."""
    language: Language = Language.RU
    currency: str = "RUB"
    reasons: Taxonomy = NO_REASONS
    support_texts: SupportTexts = NO_SUPPORT_TEXTS
    hours: BusinessHours | None = None
    """When staff are there to answer; None for round the clock."""
    service_limits: ServiceLimits = NO_LIMITS
    names_staff: bool = False
    """Whether customers are told the name of whoever deals with their case."""
    shows_inbox: bool = True
    """Whether what customers say outside cases also comes into the support group."""
    quiet: QuietHours = USUAL_QUIET_HOURS
    limits: ContactLimits = field(default_factory=ContactLimits)
    holdout: float = 0.1
    """Share of those assigned to a journey who are never written to."""
    themes: ThemeList = NO_THEMES
    """What comments may be about."""
    offers: OfferList = NO_OFFERS
    links: Links = field(default_factory=dict)
    """Addresses of the company that buttons of journeys open, by name."""
    return_window: timedelta = RETURN_WINDOW
    """How long after an invitation back an order counts as a return, and a message as its answer."""
    breaker: BreakerLimits = field(default_factory=BreakerLimits)
    """When a campaign is stopped by itself."""
    targets: Targets = NO_TARGETS
    digest_hour: int = 9
    """The hour of Monday at which managers get the weekly digest who chose none, by the business's clock."""
    has_board: bool = False
    """Whether managers see the board of those of the team who agreed to it."""
    alerts: AlertLimits = field(default_factory=AlertLimits)
    file_quota: FileQuota = field(default_factory=FileQuota)
    consent_version: str | None = None
    """Of the text that people agree to before anything they say is handled; None where they need not."""
    periods: RetentionPeriods = field(default_factory=RetentionPeriods)
    hooks: Mapping[str, Hook] = field(default_factory=built_in_hooks)
    journeys: Journeys = field(default_factory=built_in_journeys)
    """The journeys of files, by name."""
    folders: ContentFolders = field(default_factory=ContentFolders)
    content: Mapping[ContentKey, ContentEntry] = field(default_factory=dict)
    """What can be changed from the chat, as it counts now."""
    support: SupportChat | None = None
    is_set_up: bool = False
    """An owner went through the first questions."""

    def survey(self, survey_id: str) -> Survey | None:
        """The survey of that id; None where no file describes it."""
        return self.catalogue.get(survey_id)

    def survey_of(self, asked: Conversation) -> Survey | None:
        """The survey as a conversation began it, version and words; None where none is known any more."""
        found = self.catalogue.of_version(asked.survey_id, asked.survey_version)
        return found.worded_for(asked.stage) if found is not None else None

    @property
    def clock(self) -> ClockRules:
        """What cases are timed by."""
        calling_hours = self.hours or self.quiet.waking_hours(self.zone)
        return ClockRules(self.hours or BusinessHours(self.zone), self.service_limits, calling_hours)

    @property
    def report_context(self) -> ReportContext:
        """What reports know of the company."""
        return ReportContext(
            business=self.business,
            zone=self.zone,
            nps_question=nps_question_of(self.catalogue),
            labels=labels_by_role(self.catalogue),
            texts=self.texts,
            reasons=self.reasons,
            support_texts=self.support_texts,
            currency=self.currency,
            return_window=self.return_window,
            themes=self.themes,
            targets=self.targets,
            hours=self.hours,
            has_board=self.has_board,
            answer_window=self.catalogue[nps_question_of(self.catalogue)[0]].expires_after,
        )

    def with_overrides(self, chosen: Mapping[str, Any]) -> "AppContext":
        """The same with what an owner chose in the chat, by the names of settings."""
        app = self
        if business := chosen.get(BUSINESS):
            zone = ZoneInfo(business["timezone"])
            app = replace(
                app,
                business=inner_quotes(business["name"]),
                zone=zone,
                hours=replace(app.hours, zone=zone) if app.hours is not None else None,
                language=Language(business["language"]),
                is_set_up=True,
            )
        if SUPPORT_CHAT in chosen:
            found = chosen[SUPPORT_CHAT]
            app = replace(app, support=SupportChat(**found) if found else None)
        return app
