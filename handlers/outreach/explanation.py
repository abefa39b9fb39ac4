"""Why a customer was written to or was not, and what comes next, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.outreach.call_back import CALL_BACK
from handlers.outreach.file_journey import definition_of
from handlers.outreach.open_plans import OpenPlan, open_plans
from handlers.outreach.policy_facts import looked_back
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.outreach.contact_history import ContactHistory, find_history, history_of
from storage.rows import ContactLogEntry, OfferGiven, Plan
from surveys.journeys.trigger import Trigger
from surveys.outreach.campaigns import JOURNEY as CAMPAIGN
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from surveys.outreach.subjects import SubjectKind
from surveys.records.address import AddressKind
from texts.quoting import inline

LOOK_BACK: Final = timedelta(days=90)
"""How far back sent messages are looked for."""

_OVER: Final = frozenset(
    {PolicyReason.UNCERTAIN, PolicyReason.UNREACHABLE, PolicyReason.FAILED, PolicyReason.TOO_LATE}
)
"""What may still become of a message that was let through."""

_KINDS: Final = {
    ContactKind.REPLY: "why-service",
    ContactKind.CASE: "why-service",
    ContactKind.SERVICE: "why-service",
    ContactKind.RELATIONAL: "why-survey",
    ContactKind.SURVEY: "why-survey",
    ContactKind.REMINDER: "why-reminder",
    ContactKind.REQUESTED: "why-requested",
    ContactKind.PROMOTION: "why-invitation",
}
_BEGINNINGS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.ORDER: "why-after-order",
    SubjectKind.CASE: "why-after-case",
    SubjectKind.CONVERSATION: "why-after-answer",
    SubjectKind.DATE: "why-by-turn",
}
"""What a journey of a file began with; the others are told by their kinds."""
_NAME: Final = 60
_OF_OURS: Final = frozenset({ContactKind.REMINDER, ContactKind.REQUESTED})
_JOININGS: Final[Mapping[AddressKind | None, str]] = {
    None: "why-joined",
    AddressKind.TELEGRAM: "why-joined-refused-telegram",
    AddressKind.COMPANY: "why-joined-refused-company",
}


def explain(
    connection: Connection, app: AppContext, who: str, language: str, now: datetime, newest: int | None = None
) -> str | None:
    """The story of the contacts of whoever has that number, Telegram id or phone; None for nobody.

    Of the verdicts it tells the newest, at most `newest` of them, or all for None.
    """
    history = find_history(connection, who, now - max(LOOK_BACK, looked_back(app)))
    if history is None:
        return None
    still_open = open_plans(connection, app, history, now)
    return ContactExplanation(app, language).of_history(history, still_open, newest)


def history_now(connection: Connection, app: AppContext, customer_id: int, now: datetime) -> ContactHistory:
    """The history of a customer's contacts, as far back as anything is decided by it."""
    return history_of(connection, customer_id, now - max(LOOK_BACK, looked_back(app)))


@dataclass(frozen=True, slots=True)
class ContactExplanation:
    """Tells the history of a customer's contacts in one language, with moments in the business's zone."""

    app: AppContext
    language: str

    def of_history(
        self, history: ContactHistory, still_open: Iterable[OpenPlan] = (), newest: int | None = None
    ) -> str:
        """The newest verdicts in words, at most `newest` of them or all for None, and what is planned."""
        told = list(self._lines(history))
        told = told[-newest:] if newest else told
        parts = ["\n".join(self.person(history)), "\n".join(told) or self._say("why-nothing")]
        known = list(still_open)
        coming = [one for one in known if one.verdict.action is not Action.NEVER]
        overtaken = [one for one in known if one.verdict.action is Action.NEVER]
        parts += self._section("why-offers", map(self.offer, history.offers))
        parts += self._section("why-next", map(self.coming, coming))
        parts += self._section("why-no-more", map(self._overtaken, overtaken))
        return "\n\n".join(parts)

    def _section(self, title: str, lines: Iterable[str]) -> list[str]:
        told = list(lines)
        return ["\n".join([self._say(title), *told])] if told else []

    def person(self, history: ContactHistory) -> Iterator[str]:
        """Who it is, and what settles whether they may be written to, a line each."""
        recipient, say = history.recipient, self._say
        telegram_id = str(recipient.telegram_id) if recipient.telegram_id else None
        yield " · ".join(filter(None, [history.name, history.external_id, telegram_id]))
        offers = {True: "why-offers-yes", False: "why-offers-no", None: "why-offers-unasked"}
        yield say(offers[recipient.consented])
        if recipient.stopped_at is not None:
            yield say("why-stopped", time=self._time(recipient.stopped_at))
        if recipient.asked_less_at is not None:
            yield say("why-asked-less", time=self._time(recipient.asked_less_at))
        if recipient.blocked_at is not None:
            yield say("why-blocked", time=self._time(recipient.blocked_at))
        if recipient.left_at is not None:
            yield say("why-left", time=self._time(recipient.left_at))
        if recipient.open_case:
            yield say("why-open-case")
        for one in history.joinings:
            moment = self._time(one.happened_at)
            yield say(_JOININGS[one.refused], time=moment, proof=str(one.proof))

    def _lines(self, history: ContactHistory) -> Iterator[str]:
        plans = {plan.id: plan for plan in history.plans}
        passed = {entry.outbox_id for entry in history.entries if entry.stage is PolicyStage.SENDING}
        for entry in history.entries:
            # What was posted and has come to the gate since is told by the gate's verdict.
            if not (_is_posted(entry) and entry.outbox_id in passed):
                yield self._line(entry, plans.get(entry.plan_id or 0))

    def _line(self, entry: ContactLogEntry, plan: Plan | None) -> str:
        values = {"time": self._time(entry.decided_at), "what": self._what(entry.kind, entry.about, plan)}
        match entry.action:
            case Action.WAIT:
                return self._waiting(entry, values)
            case Action.SEND:
                return self._let_through(entry, plan.why if plan is not None else None, values)
            case Action.NEVER:
                return self._say("why-never", why=self._why(entry.why), **values)

    def _waiting(self, entry: ContactLogEntry, values: Mapping[str, str]) -> str:
        why = self._why(entry.why)
        if entry.until is None:
            return self._say("why-waits", why=why, **values)
        return self._say("why-wait", until=self._time(entry.until), why=why, **values)

    def _let_through(
        self, entry: ContactLogEntry, ended: PolicyReason | None, values: Mapping[str, str]
    ) -> str:
        if _is_posted(entry):
            return self._say("why-posted", **values)
        if ended is not None and ended in _OVER:
            return self._say("why-never", why=self._why(ended), **values)
        return self._say("why-sent", **values)

    def coming(self, one: OpenPlan) -> str:
        """A plan that may still go; without a day where nobody knows how long it waits."""
        what, said = self._what(one.plan.kind, one.plan.about, one.plan), one.verdict
        if said.action is Action.WAIT and said.why.is_open_ended:
            return self._say("why-coming-open", what=what, why=self._why(said.why))
        return self._say("why-coming", time=self._time(one.at), what=what)

    def _overtaken(self, one: OpenPlan) -> str:
        what = self._what(one.plan.kind, one.plan.about, one.plan)
        return self._say("why-not-coming", what=what, why=self._why(one.verdict.why))

    def offer(self, given: OfferGiven) -> str:
        """An offer that was made, with its code and what became of it."""
        offer = self.app.offers.get(given.offer)
        words = offer.words.render(self.language, business=self.app.business) if offer else given.offer
        became = "used" if given.used_at else "expired" if given.expired_at else "open"
        until = self._time(given.expires_at)
        return self._say(
            "why-offer", time=self._time(given.shown_at), offer=inline(words, _NAME), code=given.code,
            became=became, until=until,
        )  # fmt: skip

    def _why(self, why: PolicyReason) -> str:
        return self._say(why.text_id)

    def _say(self, text_id: str, **values: str) -> str:
        return self.app.texts.text(self.language, text_id, **values)

    def _what(self, kind: ContactKind, about: str | None, plan: Plan | None = None) -> str:
        if plan is not None and plan.journey == CAMPAIGN:
            return self._say("why-campaign", name=inline(about or "", _NAME))
        reason = self.app.reasons.get(about or "")
        named = f" ({reason.label.render(self.language) if reason else about})" if about else ""
        return f"{self._sort(kind, plan)}{named}"

    def _sort(self, kind: ContactKind, plan: Plan | None) -> str:
        """What sort of message it is and, for a journey of a file, what that began with."""
        begun_by = self._beginning(plan) if plan is not None and kind not in _OF_OURS else None
        if begun_by is None:
            return self._say(_KINDS[kind])
        return self._say(begun_by, what=self._say(_KINDS[kind] if kind.is_survey else "why-message"))

    def _beginning(self, plan: Plan) -> str | None:
        if plan.journey == CALL_BACK.name:
            return "why-call-back"
        definition = definition_of(self.app, plan.journey)
        if (
            definition is not None
            and plan.journey == definition.name
            and definition.trigger is Trigger.SILENT
        ):
            return "why-after-silence"
        return _BEGINNINGS.get(plan.subject_kind)

    def _time(self, moment: datetime) -> str:
        local = moment.astimezone(self.app.zone)
        return f"{local:%d.%m.%Y %H:%M}" if self.language == "ru" else f"{local:%Y-%m-%d %H:%M}"


def _is_posted(entry: ContactLogEntry) -> bool:
    """Whether a message was put into the outbox, which is not yet sent."""
    return entry.action is Action.SEND and entry.stage is PolicyStage.PLANNING
