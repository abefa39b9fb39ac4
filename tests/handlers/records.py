"""A company's past in the database: orders, cases, farewells and invitations, as reports find them."""

from datetime import datetime, timedelta

from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.rows import Answer, Case, ChurnSession, Conversation, Customer, Order, Plan, Staff
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.language.languages import Language
from surveys.outreach.policy import ContactKind
from surveys.outreach.subjects import SubjectKind
from surveys.questions.reasons import ReasonClass
from surveys.roles import Role
from tests.harness import NOON, app_context
from tests.updates import Person

IDS = Ids()
BEFORE = NOON - timedelta(days=400)


class Past:
    """What happened, gathered and written at once."""

    def __init__(self) -> None:
        self.effects = Effects()
        self._numbers = 0

    def customer(self, *, joined: datetime = BEFORE, left: datetime | None = None) -> Customer:
        return self.effects.add(
            Customer(IDS.next(), None, Language.RU, joined, name="Тайная Анна", left_at=left)
        )

    def orders(self, n: int, *, days_ago: int = 2, touchpoint: str | None = None) -> None:
        customer = self.customer()
        moment = NOON - timedelta(days=days_ago)
        for _ in range(n):
            self.effects.add(Order(IDS.next(), customer.id, moment, touchpoint=touchpoint))

    def case(
        self,
        category: str | None,
        *,
        hours_ago: float = 3,
        touchpoint: str | None = None,
        sentiment: float | None = None,
        holder: int | None = None,
        is_closed: bool = False,
        number: int | None = None,
    ) -> Case:
        """The number is the next one where none is given."""
        self._numbers = number if number is not None else self._numbers + 1
        opened = NOON - timedelta(hours=hours_ago)
        replied = opened + timedelta(hours=1) if holder or is_closed else None
        closed = opened + timedelta(hours=2) if is_closed else None
        status = Status.CLOSED if is_closed else Status.ANSWERED if holder else Status.OPEN
        return self.effects.add(
            Case(
                id=IDS.next(),
                number=self._numbers,
                customer_id=self.customer().id,
                source=CaseSource.COMPLAINT,
                status=status,
                day=opened.astimezone(app_context().zone).date(),
                opened_at=opened,
                category=category,
                touchpoint=touchpoint,
                sentiment=sentiment,
                holder_telegram_id=holder,
                first_reply_at=replied,
                solved_at=closed,
                closed_at=closed,
            )
        )

    def staff(self, person: Person, role: Role) -> None:
        """Enrolled, and known from the day on which they followed their link."""
        language = Language(person.language or "ru")
        self.effects.add(Customer(IDS.next(), person.id, language, BEFORE, name=person.name))
        self.effects.add(Staff(person.id, role, BEFORE, person.name))

    def farewell(
        self,
        reason: str,
        kind: ReasonClass | None,
        *,
        words: str | None = None,
        days_ago: int = 2,
        money: int | None = None,
        touchpoint: str | None = None,
    ) -> None:
        moment = NOON - timedelta(days=days_ago)
        day = moment.astimezone(app_context().zone).date()
        customer = self.customer(left=moment if kind else None)
        talk = self.effects.add(
            Conversation(
                IDS.next(), customer.id, "leaving", 1, Language.RU, moment, moment, touchpoint=touchpoint
            )
        )
        session = ChurnSession(
            talk.id, customer.id, reason, 1, [reason], day, moment, kind, money_minor=money
        )
        self.effects.add(session)
        self.effects.change(session, touchpoint=touchpoint)
        if words is not None:
            answer = (IDS.next(), talk.id, customer.id, "leaving", "words", "text", Language.RU, day, moment)
            self.effects.add(Answer(*answer, words=words))

    def invitation(self, reason: str, arm: str, *, came_back: bool, days_ago: int = 60) -> None:
        moment = NOON - timedelta(days=days_ago)
        customer = self.customer(left=moment)
        about = (ContactKind.PROMOTION, SubjectKind.CHURN_SESSION, IDS.next())
        plan = Plan(IDS.next(), customer.id, "winback", *about, moment, moment, moment)
        state = "sent" if arm == "treated" else "holdout"
        self.effects.add(plan)
        self.effects.change(plan, state=state, about=reason, arm=arm)
        if came_back:
            self.effects.add(Order(IDS.next(), customer.id, moment + timedelta(days=3)))

    async def write(self, database: Database) -> None:
        def store(connection: Connection) -> None:
            flush(connection, [self.effects])

        await database.write(store)
