"""What the contact policy looks at, read for many people at once."""

from datetime import timedelta

from sqlalchemy import Connection, text

from storage.engines.database import Database
from storage.outreach import recipients
from storage.rows import Case, Consent, Customer, Order
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.consents import ConsentKind
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from tests.storage.outreach.rows import ANNA, SOON, entry, keep
from tests.storage.samples import NOW, customer


def _agree_to_surveys(connection: Connection, who: Customer) -> None:
    """A consent of a kind that says nothing about offers."""
    values = {"id": 4, "who": who.id}
    columns = "id, customer_id, kind, given, text_version, decided_at"
    same = "SELECT :id, :who, 'surveys', given, text_version, decided_at FROM consents WHERE id = 3"
    connection.execute(text(f"INSERT INTO consents ({columns}) {same}"), values)


async def test_what_is_known_of_a_page_of_people(database: Database) -> None:
    boris, zoya = customer(8, id=2, timezone="Europe/Berlin"), customer(None, id=3)
    open_case = Case(1, 1, ANNA.id, CaseSource.COMPLAINT, Status.OPEN, NOW.date(), NOW)
    closed = Case(2, 2, boris.id, CaseSource.COMPLAINT, Status.CLOSED, NOW.date(), NOW, closed_at=SOON)
    await database.write(
        keep,
        ANNA,
        boris,
        zoya,
        open_case,
        closed,
        Consent(1, ANNA.id, ConsentKind.PROMOTION, True, "v", NOW),
        Consent(2, ANNA.id, ConsentKind.PROMOTION, False, "v", SOON),
        Consent(3, boris.id, ConsentKind.PROMOTION, True, "v", NOW),
        Order(1, boris.id, NOW),
        Order(2, boris.id, SOON),
        entry(1),
        entry(2, action=Action.WAIT, why=PolicyReason.QUIET_HOURS),
        entry(3, stage=PolicyStage.PLANNING),
        entry(4, decided_at=NOW - timedelta(days=100)),
    )
    await database.write(_agree_to_surveys, zoya)
    found = await database.read(recipients.recipients, [1, 2, 3], NOW - timedelta(days=90))
    assert await database.read(recipients.recipients, [], NOW) == {}
    anna = found[1]
    assert (anna.consented, anna.open_case, anna.closed_at, anna.last_order_at) == (False, True, None, None)
    assert [(sent.kind, sent.at, sent.outbox_id) for sent in anna.sent] == [(ContactKind.REMINDER, NOW, 1)]
    assert anna.without(1).sent == ()
    assert (found[2].consented, found[2].open_case, found[2].closed_at) == (True, False, SOON)
    assert (found[2].last_order_at, found[2].timezone) == (SOON, "Europe/Berlin")
    assert (found[3].consented, found[3].telegram_id, found[3].sent) == (None, None, ())
    assert await database.read(recipients.recipient_of_chat, 7, NOW - timedelta(days=90)) == anna
    assert await database.read(recipients.recipient_of_chat, 404, NOW) is None
