"""Why a customer was written to or was not, and what comes next, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.outreach import relevance
from handlers.shared.app_context import AppContext
from storage.engines.database import Connection
from storage.outreach.contact_history import ContactHistory, find_history
from storage.rows import ContactLogEntry, Plan
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from surveys.outreach.subjects import SubjectKind
from surveys.questions.reasons import Taxonomy
from surveys.records.address import AddressKind
from texts.catalogue import Texts

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
_OF_OURS: Final = frozenset({ContactKind.REMINDER, ContactKind.REQUESTED})
_JOININGS: Final[Mapping[AddressKind | None, str]] = {
    None: "why-joined",
    AddressKind.TELEGRAM: "why-joined-refused-telegram",
    AddressKind.COMPANY: "why-joined-refused-company",
}


@dataclass(frozen=True, slots=True)
class ContactExplanation:
    """Tells the history of a customer's contacts in one language."""

    texts: Texts
    reasons: Taxonomy
    language: str
    zone: ZoneInfo
    """The zone in which moments are shown: the business's."""

    def of_history(self, history: ContactHistory, coming: Sequence[Plan], newest: int | None = None) -> str:
        """The newest verdicts in words, at most `newest` of them or all for None, and what comes next."""
        told = list(self._lines(history))
        told = told[-newest:] if newest else told
        nothing = self.texts.text(self.language, "why-nothing")
        parts = ["\n".join(self._person(history)), "\n".join(told) or nothing]
        if coming:
            parts.append("\n".join([self.texts.text(self.language, "why-next"), *self._coming(coming)]))
        return "\n\n".join(parts)

    def _person(self, history: ContactHistory) -> Iterator[str]:
        recipient, say = history.recipient, self.texts.text
        telegram_id = str(recipient.telegram_id) if recipient.telegram_id else None
        yield " · ".join(filter(None, [history.name, history.external_id, telegram_id]))
        offers = {True: "why-offers-yes", False: "why-offers-no", None: "why-offers-unasked"}
        yield say(self.language, offers[recipient.consented])
        if recipient.stopped_at is not None:
            yield say(self.language, "why-stopped", time=self._time(recipient.stopped_at))
        if recipient.blocked_at is not None:
            yield say(self.language, "why-blocked", time=self._time(recipient.blocked_at))
        if recipient.left_at is not None:
            yield say(self.language, "why-left", time=self._time(recipient.left_at))
        if recipient.open_case:
            yield say(self.language, "why-open-case")
        for one in history.joinings:
            moment = self._time(one.happened_at)
            yield say(self.language, _JOININGS[one.refused], time=moment, proof=str(one.proof))

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
                return self.texts.text(self.language, "why-never", why=self._why(entry.why), **values)

    def _waiting(self, entry: ContactLogEntry, values: Mapping[str, str]) -> str:
        why = self._why(entry.why)
        if entry.until is None:
            return self.texts.text(self.language, "why-waits", why=why, **values)
        return self.texts.text(self.language, "why-wait", until=self._time(entry.until), why=why, **values)

    def _let_through(
        self, entry: ContactLogEntry, ended: PolicyReason | None, values: Mapping[str, str]
    ) -> str:
        if _is_posted(entry):
            return self.texts.text(self.language, "why-posted", **values)
        if ended is not None and ended in _OVER:
            return self.texts.text(self.language, "why-never", why=self._why(ended), **values)
        return self.texts.text(self.language, "why-sent", **values)

    def _coming(self, coming: Sequence[Plan]) -> Iterator[str]:
        for plan in sorted(coming, key=lambda plan: plan.due_at):
            what = self._what(plan.kind, plan.about, plan)
            yield self.texts.text(self.language, "why-coming", time=self._time(plan.due_at), what=what)

    def _why(self, why: PolicyReason) -> str:
        return self.texts.text(self.language, why.text_id)

    def _what(self, kind: ContactKind, about: str | None, plan: Plan | None = None) -> str:
        reason = self.reasons.get(about or "")
        named = f" ({reason.label.render(self.language) if reason else about})" if about else ""
        return f"{self._sort(kind, plan)}{named}"

    def _sort(self, kind: ContactKind, plan: Plan | None) -> str:
        """What sort of message it is and, for a journey of a file, what that began with."""
        begun_by = _BEGINNINGS.get(plan.subject_kind) if plan is not None and kind not in _OF_OURS else None
        if begun_by is None:
            return self.texts.text(self.language, _KINDS[kind])
        what = self.texts.text(self.language, _KINDS[kind] if kind.is_survey else "why-message")
        return self.texts.text(self.language, begun_by, what=what)

    def _time(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%d.%m.%Y %H:%M}" if self.language == "ru" else f"{local:%Y-%m-%d %H:%M}"


def explain(
    connection: Connection, app: AppContext, who: str, now: datetime, language: str, newest: int | None = None
) -> str | None:
    """The history of the customer's contacts in words, see `of_history`; None where nobody is called so."""
    history = find_history(connection, who, now - LOOK_BACK)
    if history is None:
        return None
    coming = relevance.coming(connection, app, history.plans, history.recipient, now)
    explanation = ContactExplanation(app.texts, app.reasons, language, app.zone)
    return explanation.of_history(history, coming, newest)


def _is_posted(entry: ContactLogEntry) -> bool:
    """Whether a message was put into the outbox, which is not yet sent."""
    return entry.action is Action.SEND and entry.stage is PolicyStage.PLANNING
