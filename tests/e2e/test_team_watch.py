"""Support staff thrown out of the support group, seen and unseen, through the real process."""

from datetime import UTC, datetime
from pathlib import Path

from playground import Playground
from storage import jobs
from storage.engines.database import Connection
from storage.ids import Ids
from storage.people import staff
from storage.rows import Job, Staff
from surveys.roles import Role
from tests.e2e.conftest import Install
from tests.e2e.ledger import read, write

NOTICE = "no longer in the support group"


async def test_an_owner_hears_who_was_thrown_out_and_ends_their_right(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    boss = telegram.person("Канарейкина Ольга", language="en", started=True)
    zoya, vera = (telegram.person(f"Канарейкина {name}", language="en") for name in ("Зоя", "Вера"))
    group = telegram.group("Канареечная поддержка", forum=True, members=[boss, zoya, vera])
    support = {"OTKLIK_STAFF__SUPPORT_CHAT": str(group.id)}
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", owners=[boss.id], settings=support)
    life = await otklik.serve()
    await boss.say("/privacy")
    await boss.sees("What we keep")
    now = datetime.now(UTC)

    def enroll(connection: Connection) -> None:
        for person in (zoya, vera):
            staff.enroll(connection, Staff(person.id, Role.SUPPORT, now, person.name))

    await write(otklik.url, enroll)
    group.kick(zoya)
    notice = await boss.sees(NOTICE)
    assert zoya.name in notice.text
    await boss.tap(notice, "Close access")

    await life.stop()
    telegram.updates.allow(["message"])  # a change that nobody tells of
    group.leave(vera)
    telegram.updates.allow([])
    await otklik.serve()
    await write(
        otklik.url, jobs.add, Job(Ids().next(), "team_watch", {}, datetime.now(UTC), key="team_watch")
    )
    second = await boss.sees(lambda message: NOTICE in message.text and vera.name in message.text, within=20)
    assert second.id > notice.id
    assert [member.telegram_id for member in await read(otklik.url, staff.members)] == [vera.id]
    assert NOTICE not in notice.text  # it says what the tap did
    assert sum(NOTICE in message.text for message in boss.chat.messages) == 1
