"""A random half of a year of a company, acted out through what the program really writes with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from handlers.cases import records
from handlers.customer import preferences
from handlers.outreach import consent
from handlers.shared.update_context import UpdateContext
from storage import tables
from storage.cases import cases
from storage.ids import Ids
from storage.outreach import plans
from storage.people import addresses, customer_records, erasure, joining, order_cancellations, order_records
from storage.people.personal_data import DataSubject
from storage.rows import Case
from storage.surveys import sentiment
from surveys.cases import lifecycle
from surveys.hours.business_hours import BusinessHours
from surveys.hours.hours_text import read_week
from surveys.language.languages import Language
from surveys.outreach.plan_state import PlanState
from surveys.outreach.winback_invitations import JOURNEY
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from surveys.records.records import CustomerRecord, OrderRecord
from surveys.roles import Role
from surveys.sentiment.comment_analysis import CommentAnalysis
from tests.harness import app_context
from tests.recount.conversations import Bot, tapped
from tests.recount.record import Person, Record

ZONES: Final = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",  # midnight is skipped
    "Asia/Beirut",  # and comes twice
    "Australia/Adelaide",
    "Australia/Lord_Howe",  # half an hour of summer
    "Pacific/Chatham",
)
FIRST, LAST = date(2026, 8, 20), date(2026, 11, 4)
"""Every zone changes its clocks in between."""
EDGES: Final = (
    date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 5), date(2026, 9, 6), date(2026, 9, 26),
    date(2026, 9, 27), date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 4), date(2026, 10, 24),
    date(2026, 10, 25), date(2026, 10, 31), date(2026, 11, 1),
)  # fmt: skip
"""Days around the ends of months and the changes of clocks."""
PLACES: Final = (None, "shop", "delivery")
SEGMENTS: Final = (None, "new", "gold")
STAFF: Final = 7
WORKING_HOURS: Final = ["mon-fri 09:00-13:00 14:00-18:00", "sat 10:00-15:00"]
COMMENTS: Final = {
    "Долго ждали курьера": CommentAnalysis(-0.5, ("delivery", "waiting")),
    "Дорого, но вкусно": CommentAnalysis(0.1, ("price", "quality")),
    "Всё понравилось": CommentAnalysis(0.75, ()),
    "Вежливые сотрудники": CommentAnalysis(0.5, ("staff",)),
}
"""What customers say, and what is found in it: how that is found is tested elsewhere."""
STORY: Final = "Торт привезли разбитым, верните деньги"
REASONS: Final = ("PRICE_HIGH", "COMPETITOR", "SEASON", "QUALITY", "NO_ANSWER", "OTHER")
QUARTER_H: Final = timedelta(minutes=15)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Act = Callable[[datetime], None]


class History:
    """Acts and writes down what happened, in the order of time."""

    def __init__(self, connection: Connection, dice: Random, zone: ZoneInfo) -> None:
        works = dice.random() < 0.5
        hours = BusinessHours(zone, read_week(WORKING_HOURS)) if works else None
        self.app = replace(app_context(), zone=zone, holdout=0.4, hours=hours)
        self.dice, self.zone, self.record = dice, zone, Record(zone, works)
        self.connection, self.ids = connection, Ids()
        self.bot = Bot(connection, self.app, self.ids)
        self._keys, self._coming, self._talks = count(1), count(), count()
        self._agenda: list[tuple[datetime, int, Act]] = []

    def live(self, steps: int) -> datetime:
        """Let so many things happen, and what follows from them; returns the moment after it all."""
        weights = [self.dice.choice([1, 1, 1, 6]) for _ in _ACTS]
        for does in self.dice.choices(_ACTS, weights, k=steps):
            self._at(self._moment(), partial(does, self))
        if self.dice.random() < 0.03:
            self._at(self._moment(), self.poll)
        end = datetime.combine(LAST, self.dice.choice([time(0, 0, 1), time(15), time(23, 59, 59)]), self.zone)
        while self._agenda and self._agenda[0][0] <= end:
            at, _, act = heappop(self._agenda)
            act(at)
        self._analyze()
        self._read_invitations()
        return end.astimezone(ZoneInfo("UTC"))

    def _moment(self) -> datetime:
        day = self.dice.choice(EDGES) if self.dice.random() < 0.6 else self._any_day()
        at = self.dice.choice([time(0, 0, 1), time(23, 59, 59), time(12, 30, self.dice.randrange(60))])
        return datetime.combine(day, at, self.zone).astimezone(ZoneInfo("UTC"))

    def _any_day(self) -> date:
        return FIRST + timedelta(days=self.dice.randrange((LAST - FIRST).days))

    def _at(self, when: datetime, act: Act) -> None:
        heappush(self._agenda, (when, next(self._coming), act))

    def _later(self, at: datetime, *hours: float) -> datetime:
        return at + self.dice.choice(hours) * HOUR

    # People ------------------------------------------------------------------------------------------

    def _talker(self, now: datetime) -> Person:
        """Somebody of the chat, perhaps for the first time."""
        known = [one for one in self.record.people.values() if one.telegram_id and not one.is_forgotten]
        if known and self.dice.random() < 0.6:
            return self.dice.choice(known)
        key = next(self._keys)
        return self._met(Person(key, telegram_id=10_000 + key), now)

    def _met(self, person: Person, now: datetime) -> Person:
        person.stays.append({"began": now, "ended": None, "kind": None})
        self.record.people[person.key] = person
        return person

    def _named(self) -> Person | None:
        """Somebody whom the company names."""
        known = [one for one in self.record.people.values() if one.external_id]
        known = [one for one in known if not one.is_forgotten]
        return self.dice.choice(known) if known else None

    def _stored_id(self, person: Person) -> int:
        kind, value = AddressKind.TELEGRAM, str(person.telegram_id)
        if person.telegram_id is None:
            kind, value = AddressKind.COMPANY, str(person.external_id)
        return addresses.find(self.connection, kind, [value])[value]

    def import_customer(self, now: datetime) -> None:
        """The company tells of somebody, new or known: their segment, and perhaps that they left."""
        person = self._named() if self.dice.random() < 0.5 else None
        told: dict[str, Any] = {"segment": self.dice.choice(SEGMENTS)}
        if person is None:
            key = next(self._keys)
            person = self._met(Person(key, external_id=f"c{key}"), now)
            told["monthly_margin_minor"] = self.dice.choice([None, 100_000])
        elif not person.has_left and self.dice.random() < 0.5 and person.stays[-1]["began"] < now - HOUR:
            told["left_at"] = now - HOUR
            person.leave(now - HOUR)
        person.segment = told["segment"] or person.segment
        person.margin_minor = told.get("monthly_margin_minor") or person.margin_minor
        said = CustomerRecord(1, person.external_id, **told)
        customer_records.store(self.connection, [said], now, self.ids, Language.RU)
        self._tell_kinds(person)

    def join(self, now: datetime) -> None:
        """Somebody of the chat turns out to be one whom the company names."""
        talkers = [one for one in self.record.people.values() if one.telegram_id and not one.external_id]
        named = [one for one in self.record.people.values() if one.external_id and not one.telegram_id]
        talkers, named = ([one for one in those if not one.is_forgotten] for those in (talkers, named))
        if not talkers or not named:
            return
        kept, gone = self.dice.choice(talkers), self.dice.choice(named)
        both = self._stored_id(kept), self._stored_id(gone)
        joining.join(self.connection, self.ids.next(), both, Proof.LINK, now)
        self.record.join(kept, gone)
        self._tell_kinds(kept)

    def forget(self, now: datetime) -> None:
        """Somebody is erased; what was counted of them stays."""
        people = [one for one in self.record.people.values() if not one.is_forgotten]
        if len(people) < 3:
            return
        person = self.dice.choice(people)
        customer_id = self._stored_id(person)
        self._analyze()
        erasure.begin(self.connection, customer_id, now)
        for page in erasure.pages(self.connection, DataSubject(customer_id, person.telegram_id, now)):
            erasure.erase(self.connection, page)
        person.customer_id = erasure.replace_key(self.connection, customer_id)
        person.is_forgotten = True
        for case in self.record.of(person, self.record.cases):
            case["closed"] = case["closed"] or now
        for comment in self.record.of(person, self.record.comments):
            comment["words"] = None

    def block(self, now: datetime) -> None:
        person = self._talker(now)
        person.blocked_at = now
        self._change(person, now, blocked_at=now)

    def stop(self, now: datetime) -> None:
        person = self._talker(now)
        person.stopped_at = now
        self._change(person, now, stopped_at=now)

    def _change(self, person: Person, now: datetime, **values: Any) -> None:
        async def change(ctx: UpdateContext) -> None:
            ctx.update_customer(**values)

        self._handle(person, now, change)

    def _handle(self, person: Person, now: datetime, work: Any) -> None:
        assert person.telegram_id is not None
        self.bot.handle(person.telegram_id, now, work)

    def _decide_on_offers(self, person: Person, now: datetime) -> None:
        given = self.dice.random() < 0.8
        self.record.consents.append({"person": person.key, "at": now, "given": given})

        async def decide(ctx: UpdateContext) -> None:
            consent.decide(ctx, given=given, words="?")

        self._handle(person, now, decide)

    # Scores ------------------------------------------------------------------------------------------

    def rate(self, now: datetime) -> None:
        """A score, perhaps with words, perhaps corrected at once or later."""
        self._rate(self._talker(now), self.dice.choice(PLACES), self.dice.randint(0, 10), now)

    def poll(self, now: datetime) -> None:
        """So many are asked at two places that something can be said, and many again some weeks later."""
        for _ in range(66):
            key = next(self._keys)
            person = self._met(Person(key, telegram_id=10_000 + key), now)
            place = self.dice.choice(["shop", "delivery"])
            scores = [10, 10, 8, 3] if place == "shop" else [9, 5, 2, 0]
            self._rate(person, place, self.dice.choice(scores), now)
            if self.dice.random() < 0.7:
                again = now + self.dice.choice([16, 25]) * DAY
                self._at(again, partial(self._rate, person, place, self.dice.choice([9, 7, 4])))

    def _rate(self, person: Person, place: str | None, score: int, now: datetime) -> None:
        mine = self.record.of(person, self.record.scores)
        if person.is_forgotten or (mine and now - mine[-1]["begun"] < 15 * DAY):
            return
        talk = {
            "person": person.key,
            "begun": now,
            "touchpoint": place,
            "segment": person.segment,
            "talk": next(self._talks),
            "told": set(),
        }
        self.bot.begin(self._id(person), now, "nps", place)
        self._score(person, talk, now, score)
        if self.dice.random() < 0.5:
            again = self.dice.choice([HOUR / 60, QUARTER_H, QUARTER_H + HOUR / 3600, 20 * HOUR, 6 * DAY])
            self._at(now + again, partial(self._correct, person, talk))

    def _id(self, person: Person) -> int:
        assert person.telegram_id is not None
        return person.telegram_id

    def _correct(self, person: Person, talk: dict[str, Any], now: datetime) -> None:
        if person.is_forgotten or len(self._open(person)) > 2:
            return
        score = self.dice.choice([n for n in range(11) if n != talk["score"]["score"]])
        self._score(person, talk, now, score)

    def _score(self, person: Person, talk: dict[str, Any], now: datetime, score: int) -> None:
        self.bot.tap(self._id(person), now, "nps", "score", str(score))
        old = talk.get("score")
        if old is not None and now - old["at"] <= QUARTER_H:
            old["score"] = score
        else:
            names = ("person", "begun", "touchpoint", "segment", "talk")
            talk["score"] = {**{name: talk[name] for name in names}, "at": now, "score": score}
            self.record.scores.append(talk["score"])
        self._open_of_score(person, talk, now)
        if _band(score) not in talk["told"] and self.dice.random() < 0.6:
            words = self.dice.choice(sorted(COMMENTS))
            self.bot.write(self._id(person), now, words)
            talk["told"].add(_band(score))
            place = talk["touchpoint"]
            self.record.comments.append(
                {"person": person.key, "at": now, "touchpoint": place, "words": words}
            )
            self.record.comments[-1]["found"] = COMMENTS[words]
            self._open_of_score(person, talk, now)

    def _open_of_score(self, person: Person, talk: dict[str, Any], now: datetime) -> None:
        """Words beside a low score are a case, one for each asking."""
        if _band(talk["score"]["score"]) == 0 and 0 in talk["told"] and "case" not in talk:
            talk["case"] = self._opened(
                person, "score", now, touchpoint=talk["touchpoint"], segment=talk["segment"]
            )

    # Cases -------------------------------------------------------------------------------------------

    def _open(self, person: Person) -> list[dict[str, Any]]:
        return [case for case in self.record.of(person, self.record.cases) if case["closed"] is None]

    def _opened(self, person: Person, source: str, now: datetime, **about: Any) -> dict[str, Any]:
        case = {
            "person": person.key,
            "source": source,
            "at": now,
            "category": None,
            "touchpoint": None,
            **about,
        }
        case |= {"segment": about.get("segment") or person.segment, "number": len(self.record.cases) + 1}
        case |= {"replies": [], "solved": None, "closed": None, "reopened": 0, "cause": None, "remedy": None}
        self.record.cases.append(case)
        if self.dice.random() < 0.7:
            self._at(self._later(now, 0.5, 3, 30), partial(self._reply, case))
        if self.dice.random() < 0.7:
            self._at(self._later(now, 5, 40, 200), partial(self._close, case))
        return case

    def complain(self, now: datetime) -> None:
        person = self._talker(now)
        if len(self._open(person)) > 2:
            return
        category, place = (
            self.dice.choice(["delivery", "quality", "service"]),
            self.dice.choice(["shop", "call", None]),
        )
        who = self._id(person)
        self.bot.begin(who, now, "complaint")
        self.bot.tap(who, now, "complaint", "category", category)
        self.bot.write(who, now, STORY)
        if category == "delivery":
            place = "delivery"
        else:
            self.bot.tap(who, now, "complaint", "touchpoint", place or "skip")
        case = self._opened(person, "complaint", now, category=category, touchpoint=place)
        if self.dice.random() < 0.4:
            at = now + self.dice.choice([HOUR / 60, QUARTER_H, 20 * HOUR])
            self._at(at, partial(self._complain_of_another, person, case))

    def _complain_of_another(self, person: Person, case: dict[str, Any], now: datetime) -> None:
        """It was about something else, which reports of a month that is over do not learn."""
        talk = self.record.of(person, self.record.cases)[-1]
        if person.is_forgotten or talk is not case or case["closed"] is not None:
            return
        category = self.dice.choice([one for one in ("quality", "service") if one != case["category"]])
        self.bot.tap(self._id(person), now, "complaint", "category", category)
        self._relabel(case, now, category=category)

    def _relabel(self, case: dict[str, Any], now: datetime, **about: Any) -> None:
        begun, today = (at.astimezone(self.zone) for at in (case["at"], now))
        if (begun.year, begun.month) == (today.year, today.month) or now - case["at"] <= QUARTER_H:
            case.update(about)

    def _case(self, case: dict[str, Any]) -> Case:
        found = cases.numbered(self.connection, case["number"])
        assert found is not None
        return found

    def _reply(self, case: dict[str, Any], now: datetime) -> None:
        """Once or twice, as the sender notes it when an answer has gone."""
        if case["closed"] is not None:
            return
        found = self._case(case)
        sent = lifecycle.delivered(records.state_of(found), now, is_last_word=True)
        changes: cases.CaseChanges = {
            **records.after_answer(self.app, found, sent, now, None),
            "first_reply_at": sent.first_reply_at, "last_reply_at": now, "status": sent.status,
        }  # fmt: skip
        cases.change(self.connection, found.id, changes)
        case["replies"].append(now)
        if self.dice.random() < 0.3:
            self._at(self._later(now, 1, 20), partial(self._reply, case))

    def _close(self, case: dict[str, Any], now: datetime) -> None:
        if case["closed"] is not None:
            return
        texts, staff = self.app.support_texts, lifecycle.StaffMember(STAFF, Role.OWNER)
        cause = self.dice.choice(texts.causes[:3]).id
        remedy = self.dice.choice([None, *(one.id for one in texts.remedies[:2])])
        self._step(
            case, now, lambda state: lifecycle.close(state, staff, cause, texts, now, remedy=remedy).case
        )
        case["closed"], case["solved"] = now, case["solved"] or now
        case["cause"], case["remedy"] = cause, remedy
        if self.dice.random() < 0.3:
            self._at(self._later(now, 2, 100), partial(self._reopen, case))

    def _reopen(self, case: dict[str, Any], now: datetime) -> None:
        if self.record.people[case["person"]].is_forgotten:
            return
        self._step(case, now, lambda state: lifecycle.customer_wrote(state, now).case)
        case["closed"], case["reopened"] = None, case["reopened"] + 1
        self._at(self._later(now, 3, 50), partial(self._close, case))

    def _step(
        self, case: dict[str, Any], now: datetime, step: Callable[[lifecycle.CaseState], lifecycle.CaseState]
    ) -> None:
        found = self._case(case)

        async def keep(ctx: UpdateContext) -> None:
            await records.keep(ctx, found, step(records.state_of(found)))

        self.bot.handle(STAFF, now, keep, Role.OWNER)

    # Orders ------------------------------------------------------------------------------------------

    def buy(self, now: datetime) -> None:
        """Some orders, told on time or late; some are changed or cancelled afterwards."""
        person = self._named()
        if person is None or self.dice.random() < 0.3:
            key = next(self._keys)
            person = Person(key, external_id=f"c{key}")
        for _ in range(self.dice.choice([1, 1, 3, 5])):
            at = self.dice.choice([now, now - HOUR, min(self._moment(), now), now - 20 * DAY])
            order = {
                "person": person.key, "number": f"o{len(self.record.orders)}", "at": at,
                "touchpoint": self.dice.choice(PLACES),
                "status": self.dice.choice([None, "done", "cancelled"]),
                "amount": self.dice.choice([None, 50_000, 123_450]),
                "currency": self.dice.choice([None, "RUB", "USD"]),
            }  # fmt: skip
            if not person.stays:
                self._met(person, at)
            self.record.orders.append(order)
            self._tell(person, order, now)
            if self.dice.random() < 0.3:
                self._at(self._later(now, 1, 90), partial(self._alter, order))

    def _tell(self, person: Person, order: dict[str, Any], now: datetime) -> None:
        person.come_earlier(order["at"])
        said = OrderRecord(
            1, order["number"], order["at"], order["amount"], person.external_id,
            currency=order["currency"], touchpoint=order["touchpoint"], status=order["status"],
        )  # fmt: skip
        order_records.store(self.connection, [said], now, self.ids, Language.RU)

    def _alter(self, order: dict[str, Any], now: datetime) -> None:
        person = self.record.people[order["person"]]
        if person.is_forgotten:
            return
        if self.dice.random() < 0.4:
            order_cancellations.cancel(self.connection, {order["number"]: now})
            order["status"] = "cancelled"
            return
        changes: list[dict[str, Any]] = [
            {"touchpoint": "shop"},
            {"amount": 9_900},
            {"at": order["at"] - 3 * DAY},
            {"status": "done"},
        ]
        order.update(self.dice.choice(changes))
        self._tell(person, order, now)

    # Leaving -----------------------------------------------------------------------------------------

    def leave(self, now: datetime) -> None:
        """Somebody begins to say why they leave, and mostly does; some change their mind about it."""
        person = self._talker(now)
        mine = self.record.of(person, self.record.interviews)
        if len(self._open(person)) > 2 or (
            mine and (now - mine[-1]["begun"] < 9 * DAY or not mine[-1]["told"])
        ):
            return
        if self.dice.random() < 0.7:
            self._decide_on_offers(person, now)
        talk = {
            "person": person.key, "begun": now, "told": None, "segment": person.segment, "touchpoint": None,
            "shown": set(), "earlier": [],
        }  # fmt: skip
        self.record.interviews.append(talk)
        self.bot.begin(self._id(person), now, "leaving")
        if self.dice.random() < 0.8:
            self._say_why(person, talk, now)
        if self.dice.random() < 0.5:
            self._at(self._later(now, 30, 300), partial(self._come_back, person))

    def _say_why(self, person: Person, talk: dict[str, Any], now: datetime) -> None:
        known = talk.get("reason")
        choices = [*REASONS, *(["STILL_HERE"] if self.dice.random() < 0.4 else [])]
        reason = self.dice.choice([one for one in choices if one != known])
        self.bot.tap(self._id(person), now, "leaving", "why", reason)
        taxonomy = self.app.reasons
        found = taxonomy.get(reason)
        assert found is not None
        was_leaving = talk["told"] is not None and talk["kind"] is not None
        if talk["told"] is not None and now - talk["told"] > QUARTER_H:
            talk["earlier"].append({**talk, "shown": set(talk["shown"])})
            talk["told"] = None
        if talk["told"] is None:
            talk |= {"told": now, "money": person.margin_minor}
        talk["shown"] |= {one for one in REASONS if self._is_shown(one, reason)}
        talk |= {"reason": reason, "kind": found.kind}
        if found.opens_case:
            if "case" in talk:
                self._relabel(talk["case"], now, category=reason)
            else:
                talk["case"] = self._opened(person, "leaving", now, category=reason, segment=talk["segment"])
        self._move(person, talk, now, was_leaving=was_leaving)
        if self.dice.random() < 0.4:
            at = now + self.dice.choice([HOUR / 6, 20 * HOUR, 4 * DAY])
            self._at(at, partial(self._say_again, person, talk))

    def _is_shown(self, reason: str, chosen: str) -> bool:
        """Buttons stand on the first screen, or in the group that the chosen one is in."""
        question = self.app.catalogue["leaving"].first
        return reason in question.options or any(
            {reason, chosen} <= {one.id for one in group.options} for group in question.groups
        )

    def _say_again(self, person: Person, talk: dict[str, Any], now: datetime) -> None:
        if not person.is_forgotten and len(self._open(person)) <= 2:
            self._say_why(person, talk, now)

    def _move(self, person: Person, talk: dict[str, Any], now: datetime, *, was_leaving: bool) -> None:
        """Whoever gives a reason leaves; who then says they have not never did, or is back."""
        if talk["kind"] is not None and not was_leaving and not person.has_left:
            person.leave(now)
        if talk["kind"] is None and person.has_left:
            if person.stays[-1]["ended"] == talk["told"] and now - talk["told"] <= QUARTER_H:
                person.stays[-1]["ended"] = None
            else:
                person.return_(now)
        self._tell_kinds(person)

    def _tell_kinds(self, person: Person) -> None:
        """Of a stay that is over, what had been told when it ended; what is said later is of its own day."""
        stay = person.stays[-1]
        since = stay["began"] if len(person.stays) > 1 else datetime.min.replace(tzinfo=ZoneInfo("UTC"))
        until = None if stay["ended"] is None else stay["ended"] + QUARTER_H
        said = [one for one in self.record.statements if one["person"] == person.key and one["kind"]]
        kinds = [one["kind"] for one in said if until is not None and since <= one["told"] <= until]
        stay["kind"] = kinds[-1] if kinds else None

    def _come_back(self, person: Person, now: datetime) -> None:
        if person.is_forgotten:
            return
        if person.has_left:
            person.return_(now)
        self._handle(person, now, lambda ctx: preferences.back_again(tapped(), "", ctx))

    def be_staff(self, now: datetime) -> None:
        """Staff look at surveys as customers see them: nothing of it counts."""
        survey, question, option = self.dice.choice(
            [("nps", "score", "0"), ("complaint", "category", "quality"), ("leaving", "why", "PRICE_HIGH")]
        )
        self.bot.begin(STAFF, now, survey, role=Role.SUPPORT)
        self.bot.tap(STAFF, now, survey, question, option, Role.SUPPORT)

    # Afterwards --------------------------------------------------------------------------------------

    def _analyze(self) -> None:
        """As it is done between the updates: which way comments lean, and what they are about."""
        page = sentiment.unscored_comments(self.connection, 10_000)
        found = {key: COMMENTS[words] for key, words in page.items()}
        sentiment.set_of_comments(self.connection, page, found)

    def send_invitations(self, now: datetime) -> None:
        """Those that are due have gone."""
        due = [plan.id for plan in plans.due(self.connection, now, 1000) if plan.journey == JOURNEY]
        plans.mark_sent(self.connection, due, now)

    def _read_invitations(self) -> None:
        """Who is to be invited back and who is left alone is drawn by the program: it is read."""
        everybody = self.record.people.values()
        by_id = {one.customer_id if one.is_forgotten else self._stored_id(one): one.key for one in everybody}
        rows = self.connection.execute(
            select(tables.plans).where(tables.plans.c.journey == JOURNEY)
        ).mappings()
        self.record.invitations = [
            {"person": by_id[row["customer_id"]], "reason": row["about"], "arm": row["arm"],
             "at": row["planned_at"], "is_sent": row["state"] == PlanState.SENT}
            for row in rows if row["arm"] is not None
        ]  # fmt: skip


def _band(score: int) -> int:
    return 2 if score >= 9 else 1 if score >= 7 else 0


_ACTS: Final = (
    History.rate, History.rate, History.rate, History.complain, History.buy, History.buy, History.leave,
    History.leave, History.import_customer, History.import_customer, History.join, History.forget,
    History.block, History.stop, History.send_invitations, History.send_invitations, History.be_staff,
)  # fmt: skip
"""What may happen; each history is fond of some of it."""
