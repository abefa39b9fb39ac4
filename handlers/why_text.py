"""Why a customer was written to or was not, and what comes next, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.texts import Texts
from storage import contacts, plans
from storage.rows import Contact, Plan
from storage.stories import Story
from surveys.policy import Action, Kind, Why
from surveys.reasons import Taxonomy

LOOK_BACK = timedelta(days=90)
"""How far back sent messages are looked for."""

_OVER = frozenset({Why.UNCERTAIN.value, Why.UNREACHABLE.value, Why.FAILED.value, Why.TOO_LATE.value})
"""What may still become of a message that was let through."""


@dataclass(frozen=True, slots=True)
class WhyText:
    texts: Texts
    reasons: Taxonomy
    language: str
    zone: ZoneInfo
    """In which the moments are shown: the business's."""

    def of(self, story: Story, newest: int | None = None) -> str:
        """`newest` verdicts at most; all without it."""
        told = list(self._told(story))
        told = told[-newest:] if newest else told
        nothing = self.texts.text(self.language, "why-nothing")
        parts = ["\n".join(self._person(story)), "\n".join(told) or nothing]
        if coming := list(self._coming(story)):
            parts.append("\n".join([self.texts.text(self.language, "why-next"), *coming]))
        return "\n\n".join(parts)

    def _person(self, story: Story) -> Iterator[str]:
        facts, say = story.facts, self.texts.text
        telegram_id = str(facts.telegram_id) if facts.telegram_id else None
        yield " · ".join(filter(None, [story.name, story.external_id, telegram_id]))
        offers = {True: "why-offers-yes", False: "why-offers-no", None: "why-offers-unasked"}
        yield say(self.language, offers[facts.consented])
        if facts.stopped_at is not None:
            yield say(self.language, "why-stopped", time=self._time(facts.stopped_at))
        if facts.blocked_at is not None:
            yield say(self.language, "why-blocked", time=self._time(facts.blocked_at))
        if facts.left_at is not None:
            yield say(self.language, "why-left", time=self._time(facts.left_at))
        if facts.open_case:
            yield say(self.language, "why-open-case")

    def _told(self, story: Story) -> Iterator[str]:
        ended = {plan.id: plan for plan in story.plans}
        passed = {said.outbox_id for said in story.contacts if said.stage == contacts.SENDING}
        for said in story.contacts:
            # What was posted and has come to the gate since is told by the gate's verdict.
            if said.stage == contacts.PLANNING and said.action == Action.SEND and said.outbox_id in passed:
                continue
            yield self._line(said, ended.get(said.plan_id or 0))

    def _line(self, said: Contact, plan: Plan | None) -> str:
        values = {"time": self._time(said.decided_at), "what": self._what(said.kind, said.about)}
        why = Why(said.why)
        if said.action == Action.WAIT and said.until is None:
            return self.texts.text(self.language, "why-waits", why=self._why(why), **values)
        if said.action == Action.WAIT and said.until is not None:
            until = self._time(said.until)
            return self.texts.text(self.language, "why-wait", until=until, why=self._why(why), **values)
        if said.action == Action.SEND and said.stage == contacts.PLANNING:
            return self.texts.text(self.language, "why-posted", **values)
        if said.action == Action.SEND and (plan is None or plan.why not in _OVER):
            return self.texts.text(self.language, "why-sent", **values)
        if said.action == Action.SEND and plan is not None and plan.why is not None:
            why = Why(plan.why)
        return self.texts.text(self.language, "why-never", why=self._why(why), **values)

    def _coming(self, story: Story) -> Iterator[str]:
        waiting = [plan for plan in story.plans if plan.state in {plans.WAITING, plans.POSTED}]
        for plan in sorted(waiting, key=lambda plan: plan.due_at):
            what = self._what(plan.kind, plan.about)
            yield self.texts.text(self.language, "why-coming", time=self._time(plan.due_at), what=what)

    def _why(self, why: Why) -> str:
        return why.text.render(self.language)

    def _what(self, kind: str, about: str | None) -> str:
        names = {
            Kind.SERVICE: "why-service",
            Kind.RELATIONAL: "why-survey",
            Kind.SURVEY: "why-survey",
            Kind.REMINDER: "why-reminder",
            Kind.PROMOTION: "why-invitation",
        }
        what = self.texts.text(self.language, names.get(Kind(kind), "why-service"))
        reason = self.reasons.get(about or "")
        return f"{what} ({reason.label.render(self.language) if reason else about})" if about else what

    def _time(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%d.%m.%Y %H:%M}" if self.language == "ru" else f"{local:%Y-%m-%d %H:%M}"
