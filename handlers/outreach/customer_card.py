"""The card of a customer: how things stand with them, what they said, and what they will be sent next."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from handlers.outreach.explanation import ContactExplanation, history_now
from handlers.outreach.open_plans import open_plans
from handlers.shared.app_context import AppContext
from reports import case_summary
from reports.buttons import Rows
from reports.screen import Screen
from storage import customer_profile
from storage.cases import case_topics
from storage.customer_profile import CustomerProfile, PastScore
from storage.engines.database import Connection
from storage.people.names import names_of
from storage.rows import Case, ChurnSession, Consent, Stay
from surveys.outreach.policy import Action
from surveys.questions.customer_stage import stage_of
from surveys.questions.question import QuestionRole
from texts.quoting import MESSAGE_LIMIT, inline, shortened

_BUTTONS: Final = 4
"""Cases that a button opens."""


@dataclass(frozen=True, slots=True)
class CustomerCardJob:
    kind: ClassVar = "customer_card"

    language: str
    person: int
    """The id of the customer who is looked at."""
    reader: int
    """The Telegram id of whoever asked, and so their private chat."""
    reader_id: int
    """Their id as a customer, whose private chat it is."""
    command: str
    """What they asked with."""

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return asdict(self)


def compose(connection: Connection, app: AppContext, job: CustomerCardJob, now: datetime) -> Screen | None:
    """The card in words, with buttons that open the latest cases in the group; None without a person."""
    profile = customer_profile.read_profile(connection, job.person)
    if profile is None:
        return None
    card = _Card(connection, app, job.language, profile, now)
    return Screen(shortened("\n\n".join(card.parts()), MESSAGE_LIMIT), card.rows())


class _Card:
    def __init__(
        self, connection: Connection, app: AppContext, language: str, profile: CustomerProfile, now: datetime
    ) -> None:
        self._app, self._language, self._profile, self._now = app, language, profile, now
        self._explanation = ContactExplanation(app, language)
        self._history = history_now(connection, app, profile.customer.id, now)
        self._plans = open_plans(connection, app, self._history, now)
        self._links = case_topics.topic_links(connection, [one.number for one in profile.cases])
        holders = {one.holder_telegram_id for one in profile.cases if one.holder_telegram_id is not None}
        self._names = names_of(connection, holders)

    def parts(self) -> Iterator[str]:
        profile = self._profile
        yield "\n".join(self._person())
        yield from self._section("customer-scores", map(self._score, profile.scores))
        yield from self._section("customer-cases", map(self._case, profile.cases))
        yield from self._section("customer-reasons", map(self._reason, profile.left))
        yield from self._section("why-offers", map(self._explanation.offer, self._history.offers))
        yield from self._section("customer-consents", map(self._consent, profile.consents))
        yield from self._section("customer-stays", map(self._stay, profile.stays))
        coming = [one for one in self._plans if one.verdict.action is not Action.NEVER]
        lines = list(map(self._explanation.coming, coming))
        yield from self._section("why-next", lines or [self._say("customer-nothing-next")])

    def rows(self) -> Rows:
        cases = [(one.number, self._links.get(one.number)) for one in self._profile.cases]
        row = [
            {"text": self._say("button-cases-open", number=str(number)), "url": link}
            for number, link in cases
            if link is not None
        ]
        return [row[:_BUTTONS]] if row else []

    def _person(self) -> Iterator[str]:
        profile = self._profile
        who, *contact = self._explanation.person(self._history)
        yield " · ".join(["👤 " + (inline(who) if who else self._say("customer-unnamed")), *profile.phones])
        yield self._say("customer-stage", stage=stage_of(profile.stage, self._now))
        if profile.customer.segment is not None:
            yield self._say("case-segment", segment=inline(profile.customer.segment))
        yield from contact

    def _section(self, title: str, lines: Iterable[str]) -> list[str]:
        told = list(lines)
        return ["\n".join([self._say(title), *told])] if told else []

    def _score(self, given: PastScore) -> str:
        score = self._say("case-score", score=str(given.score.score), scale=str(given.score.scale))
        context = self._app.report_context
        where = case_summary.label(QuestionRole.TOUCHPOINT, given.touchpoint, context, self._language)
        return " · ".join(filter(None, [self._day(given.at), score, where]))

    def _case(self, case: Case) -> str:
        context = self._app.report_context
        holder = self._names.get(case.holder_telegram_id or 0)
        state = case_summary.status(case, holder, None, context, self._language)
        heading = case_summary.heading(case, context, self._language)
        return f"{self._day(case.opened_at)} · {heading}\n{state}"

    def _reason(self, session: ChurnSession) -> str:
        reason = self._app.reasons.get(session.reason)
        label = reason.label.render(self._language) if reason is not None else inline(session.reason)
        return f"{self._day(session.told_at)} · {label}"

    def _consent(self, decided: Consent) -> str:
        day, given = self._day(decided.decided_at), "yes" if decided.given else "no"
        return self._say("customer-consent", day=day, kind=decided.kind, given=given)

    def _stay(self, stay: Stay) -> str:
        since = self._day(stay.began_at)
        if stay.ended_at is None:
            return self._say("customer-stay-now", since=since)
        return self._say("customer-stay", since=since, until=self._day(stay.ended_at))

    def _day(self, moment: datetime) -> str:
        local = moment.astimezone(self._app.zone)
        return f"{local:%d.%m.%Y}" if self._language == "ru" else f"{local:%Y-%m-%d}"

    def _say(self, text_id: str, **values: Any) -> str:
        return self._app.texts.text(self._language, text_id, **values)
