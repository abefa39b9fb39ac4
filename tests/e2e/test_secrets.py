"""Whatever goes wrong, no output of the process names its token, a customer or what a customer wrote."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text

from playground import Fault, Message, Person, Playground
from playground.faults import Rule
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import File, Job
from storage.states import FileState
from storage.tables import inbox
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import Door, Plan, found, free_address, write
from tests.e2e.life import PATIENCE_S, Otklik
from texts.catalogue import Texts

WORDS = "Канарейка жалуется: курьер опоздал"
KEPT = Texts().text("ru", "nobody-reads-yet")
FILE_FAULTS = (Fault.HTML_502, Fault.JSON_500, Fault.RESET_BEFORE)
CALL_FAULTS = (*FILE_FAULTS, Fault.TRUNCATED_JSON, Fault.PROCESS_THEN_RESET, Fault.TOO_MANY_REQUESTS)


async def _struck(telegram: Playground, *rules: Rule) -> None:
    """Until each fault has happened."""
    happened = await telegram.calls.made.until(lambda: all(rule.hits for rule in rules), PATIENCE_S)
    assert happened, [rule for rule in rules if not rule.hits]


async def _calls_fail(telegram: Playground) -> None:
    """Every way in which a call of a customer's answer goes wrong; each is answered in the end."""
    rules = [
        telegram.faults.add(fault, "getUpdates", times=1) for fault in (Fault.HTML_502, Fault.TRUNCATED_JSON)
    ]
    people = [telegram.person(f"Канарейкин {fault.name}") for fault in CALL_FAULTS]
    for person, fault in zip(people, CALL_FAULTS, strict=True):
        rules.append(telegram.faults.add(fault, "sendMessage", chat_id=person.id, times=1))
        await person.say(f"{WORDS} {person.id}")
    for person in people:
        await person.sees(KEPT, within=PATIENCE_S)
    await _struck(telegram, *rules)


async def _downloads_fail(otklik: Otklik, anna: Person) -> None:
    sent = await anna.document(b"%PDF", name="Канарейкина анкета.pdf")
    assert sent.message is not None
    faults = otklik.telegram.faults
    rules = [faults.add(fault, method, times=1) for fault in FILE_FAULTS for method in ("getFile", "file")]
    for _ in rules:
        await _order_download(otklik, sent.message)
    await otklik.lives[-1].says("job failed", within=PATIENCE_S)
    async with asyncio.timeout(PATIENCE_S):
        while not all(rule.hits for rule in rules):  # a download is no call of the Bot API and rings no bell
            await otklik.telegram.calls.made.wait(0.1)


async def _order_download(otklik: Otklik, message: Message) -> None:
    media = message.content.media
    assert media is not None
    assert isinstance(media.description, dict)
    effects, number, now = Effects(), Ids().next(), datetime.now(UTC)
    telegram_id = media.description["file_id"]
    effects.add(File(number, "document", "application/pdf", now, None, str(telegram_id), FileState.ORDERED))
    effects.add(Job(number, "fetch_file", {"file": number, "file_id": telegram_id}, now))
    await write(otklik.url, flush, [effects])


async def _telegram_refuses(otklik: Otklik, anna: Person) -> None:
    plan = Plan()
    plan.call("sendMessage", anna.id, Urgency.SERVICE, text=f"<b>{WORDS}", parse_mode="HTML")
    plan.call("sendMessage", anna.id, Urgency.SERVICE, text=WORDS * 200)
    await plan.commit(otklik.url)
    await anna.sees(f"<b>{WORDS}")
    await otklik.lives[-1].says("refused row")


async def _letters_are_poison(otklik: Otklik, anna: Person) -> None:
    """One of an unknown kind, and one whose words a database driver quotes in its error."""
    updates = otklik.telegram.updates
    updates.inject(message={"text": WORDS, "chat": anna.chat.json(), "message_id": WORDS})
    updates.inject(**{"brand_new_thing": {WORDS: WORDS}})
    await write(otklik.url, _run, "CREATE UNIQUE INDEX same_words ON messages (words)")
    for _ in range(2):
        await anna.say(f"{WORDS} дважды")
    # That others are served meanwhile tells that the letter is at fault and not the database.
    await otklik.lives[-1].says("update is deferred")
    await otklik.telegram.person("Канарейкин Борис", language="en").say("/privacy")
    await _poison(otklik, 2)


async def _the_database_fails(otklik: Otklik, anna: Person) -> None:
    """It forgets a table for a while."""
    await write(otklik.url, _run, "ALTER TABLE messages RENAME TO mislaid")
    await anna.say(f"{WORDS}, и никто не слышит")
    await otklik.lives[-1].says("the store does not work")
    await write(otklik.url, _run, "ALTER TABLE mislaid RENAME TO messages")
    said = await anna.say(f"{WORDS}, а теперь слышат")
    await anna.sees(KEPT, after=said.message)


async def _poison(otklik: Otklik, letters_: int) -> None:
    count = select(func.count()).select_from(inbox).where(inbox.c.state == "poison")
    async with asyncio.timeout(PATIENCE_S):
        while (await found(otklik.url, count))[0][0] < letters_:
            await otklik.telegram.calls.made.wait(0.1)


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def _times(said: str, words: str) -> int:
    """How often something was said, or counted instead."""
    lines = [line for line in said.splitlines() if words in line]
    return sum(int(line.rpartition("again=")[2]) if "again=" in line else 1 for line in lines)


async def test_no_failure_makes_the_process_name_a_secret_or_a_customer(
    install: Install, telegram: Playground, database_url: str
) -> None:
    address = free_address()
    otklik = await install(database_url, settings={"OTKLIK_HTTP__LISTEN": address})
    anna = telegram.person("Канарейкина Анна")
    life = await otklik.serve()
    await _calls_fail(telegram)
    await _downloads_fail(otklik, anna)
    await _telegram_refuses(otklik, anna)
    await _letters_are_poison(otklik, anna)
    await _the_database_fails(otklik, anna)
    shown = await Door(address).text() + str(await Door(address).health())
    token, telegram.token = telegram.token, "1:revoked"
    await anna.say(WORDS)
    assert await life.end() == 2
    telegram.token = token

    said = life.words
    assert _times(said, "update is poison") == 2
    assert _times(said, "job failed") >= 5  # a download over a connection that was reset is repeated at once
    assert "telegram.token" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert otklik.leaks() == []
    canaries = (token.partition(":")[2], "Канаре", "канаре", "опоздал", "mislaid", "анкета")
    assert [canary for canary in canaries if canary in said + shown] == []
