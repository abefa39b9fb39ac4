"""What has to be true of all that was sent, planned and told, judged by what happened in the year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from storage import tables
from storage.rows import ContactLogEntry
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, ContactLimits, PolicyReason, PolicyStage
from tests.bot.schedule.company_year import CompanyYear, Inhabitant

WEEK: Final = timedelta(days=7)
DAYTIME: Final = (time(9), time(21))
SURVEYS: Final = frozenset({ContactKind.RELATIONAL, ContactKind.SURVEY})


@dataclass(frozen=True)
class ContactRecords:
    """What a company's year left behind."""

    year: CompanyYear
    limits: ContactLimits
    plans: Mapping[int, Mapping[str, Any]]
    entries: list[ContactLogEntry]

    @property
    def sent(self) -> Iterator[ContactLogEntry]:
        """What we started and was let through to Telegram."""
        for one in self.entries:
            if (one.stage, one.action) == (PolicyStage.SENDING, Action.SEND) and not one.kind.is_asked_for:
                yield one

    def of_each(self) -> Iterator[tuple[Inhabitant, list[ContactLogEntry]]]:
        theirs = defaultdict(list)
        for one in sorted(self.sent, key=lambda entry: entry.decided_at):
            theirs[one.customer_id].append(one)
        for someone in self.year.people.values():
            yield someone, theirs[someone.customer_id]

    def coverage(self) -> Counter[tuple[str, PlanState, str]]:
        """How many plans of each journey came to which end, and why."""
        return Counter((one["journey"], one["state"], one["why"] or "") for one in self.plans.values())

    # The rules ------------------------------------------------------------------------------------

    def check(self) -> None:
        for someone, contacts in self.of_each():
            for one in contacts:
                times = [one.decided_at.astimezone(zone).time() for zone in someone.zones_at(one.decided_at)]
                assert any(DAYTIME[0] <= at < DAYTIME[1] for at in times), (someone, one)
            self._check_cap([one for one in contacts if one.kind is not ContactKind.REQUESTED], contacts)
            _check_rest([one for one in contacts if one.kind in SURVEYS], self.limits.survey_rest)
            of_all = [one for one in contacts if one.kind is ContactKind.RELATIONAL]
            _check_rest(of_all, self.limits.relational_rest)
        self._check_arrivals()
        self._check_once()
        self._check_ends()

    def _check_cap(self, bound: Iterable[ContactLogEntry], contacts: list[ContactLogEntry]) -> None:
        """What comes on a day that was named comes in any case, and counts."""
        for one in bound:
            before = [other for other in contacts if timedelta(0) < one.decided_at - other.decided_at < WEEK]
            assert len(before) < self.limits.weekly_cap, one

    def _check_arrivals(self) -> None:
        """Whatever came unasked was let through just then, and came to nobody who had opted out."""
        let_through = Counter((one.customer_id, one.decided_at) for one in self.sent)
        came = Counter((one.customer_id, one.at) for one in self.year.arrivals)
        assert not came - let_through
        away = {one.customer_id: one.opted_out for one in self.year.people.values()}
        for one in self.year.arrivals:
            assert not any(_is_within(one.at, span) for span in away[one.customer_id]), one

    def _check_once(self) -> None:
        """Each plan went at most once and not too late; "ask me later" may be said again."""
        times = Counter(one.plan_id for one in self.sent if one.plan_id is not None)
        for plan_id, n in times.items():
            assert n == 1 or self.plans[plan_id]["journey"] == "asked_later"
        for one in self.sent:
            assert one.decided_at - one.planned_at <= self.limits.lateness[one.kind], one

    def _check_ends(self) -> None:
        """What did not go has its reason, which the policy gave or Telegram."""
        told = {(one.plan_id, one.why) for one in self.entries if one.action is Action.NEVER}
        tried = {one.plan_id for one in self.sent}
        for plan_id, plan in self.plans.items():
            assert plan["state"] is not PlanState.POSTED
            if plan["state"] is PlanState.DROPPED:
                assert (plan_id, plan["why"]) in told or plan_id in tried, plan

    def check_prospects(self) -> None:
        """What was said to come was not dropped later without anything having happened with that person.

        A quota is full by the answers of others, and of a silent block only the call tells.
        """
        tried = {one.plan_id for one in self.sent}
        wrong = []
        for prospect in self.year.prospects:
            plan = self.plans[prospect.plan_id]
            if plan["state"] is not PlanState.DROPPED or plan["why"] is PolicyReason.QUOTA:
                continue
            happened = self.year.happened[plan["customer_id"]]
            if prospect.plan_id not in tried and not any(
                prospect.at <= at <= plan["done_at"] for at in happened
            ):
                wrong.append((prospect, plan["journey"], plan["why"], plan["planned_at"], plan["done_at"]))
        assert not wrong


def _check_rest(asked: list[ContactLogEntry], rest: timedelta) -> None:
    assert all(later.decided_at - earlier.decided_at >= rest for earlier, later in pairwise(asked)), asked


def _is_within(at: datetime, span: tuple[datetime, datetime | None]) -> bool:
    return span[0] < at and (span[1] is None or at < span[1])


async def records_of(year: CompanyYear) -> ContactRecords:
    harness = year.outreach_harness.harness
    plans = {row["id"]: row for row in await harness.rows(tables.plans)}
    entries = [ContactLogEntry(**row) for row in await harness.rows(tables.contact_log)]
    return ContactRecords(year, harness.contexts.current.limits, plans, entries)
