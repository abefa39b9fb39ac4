"""Verdicts as rows."""

from storage.engines.database import Database
from storage.outreach import contact_log
from surveys.outreach.policy import Action, PolicyReason, PolicyStage
from tests.storage.outreach.rows import ANNA, SOON, entry, keep
from tests.storage.samples import NOW


async def test_the_last_verdict_on_a_message_stands(database: Database) -> None:
    await database.write(keep, ANNA)
    await database.write(
        contact_log.put_verdict,
        entry(1, action=Action.WAIT, why=PolicyReason.QUIET_HOURS, until=SOON, outbox_id=9),
    )
    await database.write(contact_log.put_verdict, entry(2, outbox_id=9, decided_at=SOON))
    await database.write(contact_log.put_verdict, entry(3, outbox_id=10))
    said = await database.read(contact_log.entries_of_customer, ANNA.id)
    assert [(one.id, one.action, one.until) for one in said] == [(3, "send", None), (1, "send", None)]


async def test_what_was_noted_in_an_interview_is_known(database: Database) -> None:
    noted = entry(1, stage=PolicyStage.PLANNING, action=Action.NEVER, why=PolicyReason.NO_CONSENT)
    await database.write(keep, ANNA, noted)
    assert await database.read(contact_log.was_recorded, ANNA.id, PolicyReason.NO_CONSENT, NOW)
    assert not await database.read(contact_log.was_recorded, ANNA.id, PolicyReason.NO_CONSENT, SOON)
    assert not await database.read(contact_log.was_recorded, ANNA.id, PolicyReason.STOPPED, NOW)
