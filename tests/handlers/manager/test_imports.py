"""A manager sends a file of customers or orders in the chat: what is shown, asked and decided, by whom."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs.catalogue import KINDS
from bot.jobs.kind import JobKind
from bot.processing.updates import inbox_updates_of
from playground import Message, Person
from storage import tables
from surveys.base36 import base36
from surveys.roles import Role
from tests.bot.jobs.running import running
from tests.handlers.support_harness import PATIENCE_S, SupportHarness
from tests.updates import Person as KnownAs
from tests.updates import Raw, tapped
from tests.words import interface
from texts.quoting import inline

ORDERS = """Номер заказа;Дата;Сумма;ID клиента;Точка;Заметка
A-1;01.10.2026;1 234,50;c1;Доставка;
A-2;02.10.2026;500;c2;Зал;с собой
A-3;32.10.2026;700;c3;Зал;
"""
MORE = """Номер заказа;Дата;Сумма;ID клиента
B-1;05.10.2026;900;c1
"""
ONCE = {name: replace(kind, tries=1) for name, kind in KINDS.items()}
"""A job that fails is tried no second time."""
TWO_DAYS = "order_id,ordered_at,amount,customer_id\n1,03/04/2026,100,c1\n2,05/06/2026,200,c1\n"


def text(name: str, **values: Any) -> str:
    return interface(name, **values)


def known_as(person: Person) -> KnownAs:
    return KnownAs(person.id, person.name, "ru")


class ImportStage:
    """Boris owns the company; a second manager and their phones."""

    def __init__(self, support: SupportHarness) -> None:
        self.support = support
        self.boris = support.boris
        self.bella = support.telegram.person("Белла")

    async def enroll(self) -> None:
        for person, role in ((self.boris, Role.OWNER), (self.bella, Role.MANAGER)):
            await self.support.enroll(person, role)
            await self.support.deliver(await person.start())
        await self.support.deliver(await self.support.anna.start())

    async def send(self, content: str, name: str = "заказы.csv", person: Person | None = None) -> Message:
        person = person or self.boris
        await self.support.deliver(await person.document(content.encode(), name, mime="text/csv"))
        return person.chat.messages[-1]

    async def take(self, *raw: Raw) -> None:
        """Updates as Telegram would not make them by itself."""
        harness = self.support.harness
        await harness.worker.take(
            inbox_updates_of(list(raw), self.support.telegram.bot_id, harness.fake_clock.now)
        )
        await self.support.settled()

    async def works(
        self, holds: Callable[[], bool], person: Person | None = None, kinds: Mapping[str, JobKind] = KINDS
    ) -> None:
        """The jobs are done until that holds in somebody's chat."""
        support, harness = self.support, self.support.harness
        async with running(
            harness.database, support._client, harness.fake_clock.clock, harness.ids,
            contexts=harness.contexts, offer=harness.sender.offer, kinds=kinds,
            process=support.process,
        ):  # fmt: skip
            await (person or self.boris).chat.changed.until(holds, 3 * PATIENCE_S)
        await support.settled()


@pytest.fixture
async def stage(support: SupportHarness) -> ImportStage:
    stage = ImportStage(support)
    await stage.enroll()
    return stage


async def test_what_was_understood_is_shown_column_by_column_and_nothing_is_written(
    stage: ImportStage,
) -> None:
    told = await stage.send(ORDERS)
    assert told.text == text("import-looking", file=inline("заказы.csv"))
    await stage.works(lambda: "A-1, A-2, A-3" in told.text)
    for part in ("Номер заказа → номер заказа", "Дата → дата заказа", "Точка → точка", "Заметка"):
        assert part in told.text
    assert text("import-lines", n=2, refused=1) in told.text
    assert "строка 4" in told.text
    assert await stage.support.harness.rows(tables.orders) == []


async def test_a_confirmed_file_is_written_once_and_refused_lines_come_back_with_their_reasons(
    stage: ImportStage,
) -> None:
    told = await stage.send(ORDERS)
    await stage.works(lambda: told.buttons != [])
    tap = await stage.boris.tap(told, text("button-import-confirm", n=2))
    await stage.support.deliver(tap, await stage.boris.tap(told, text("button-import-confirm", n=2)))
    await stage.works(lambda: text("import-done", file=inline("заказы.csv")) in told.text)
    assert text("import-counts-done", created=2, changed=0, unchanged=0) in told.text
    rows = await stage.support.harness.rows(tables.orders)
    assert [(row["external_id"], row["amount_minor"], row["touchpoint"]) for row in rows] == [
        ("A-1", 1_234_50, "Доставка"),
        ("A-2", 500_00, "Зал"),
    ]
    [file] = [
        message.media.file for message in stage.boris.chat.messages if message.from_bot and message.media
    ]
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Строка;Почему не загружена;Номер заказа")
    assert len(lines) == 2
    assert lines[1].startswith("4;")
    assert "A-3;32.10.2026;700" in lines[1]


async def test_sent_again_nothing_changes(stage: ImportStage) -> None:
    for counts in ((2, 0, 0), (0, 0, 2)):
        await _import_orders(stage, dict(zip(("created", "changed", "unchanged"), counts, strict=True)))
    assert len(await stage.support.harness.rows(tables.orders)) == 2


async def _import_orders(stage: ImportStage, counts: dict[str, int]) -> None:
    """The file is sent, shows these counts, is confirmed, and they come true."""
    told = await stage.send(ORDERS)
    await stage.works(lambda: told.buttons != [])
    assert text("import-counts", **counts) in told.text
    await stage.support.deliver(await stage.boris.tap(told, text("button-import-confirm", n=2)))
    await stage.works(lambda: text("import-counts-done", **counts) in told.text)


async def test_a_day_that_may_be_two_is_asked_about_and_never_guessed(stage: ImportStage) -> None:
    told = await stage.send(TWO_DAYS, "orders.csv")
    await stage.works(lambda: told.buttons != [])
    april, march = (text("import-day", day=day, month=month, year="2026") for day, month in ((3, 4), (4, 3)))
    labels = [text("button-import-value", text="03/04/2026", value=day) for day in (april, march)]
    assert [button.text for button in told.buttons][:2] == labels
    assert not any(button.text.startswith("✓") for button in told.buttons)
    await stage.support.deliver(await stage.boris.tap(told, labels[1]))
    confirm = text("button-import-confirm", n=2)
    await stage.works(lambda: any(button.text == confirm for button in told.buttons))
    await stage.support.deliver(await stage.boris.tap(told, confirm))
    await stage.works(lambda: text("import-done", file=inline("orders.csv")) in told.text)
    rows = await stage.support.harness.rows(tables.orders)
    assert [f"{row['ordered_at']:%m-%d}" for row in rows] == ["03-03", "05-05"]  # midnight in Moscow, in UTC


async def test_cancelled_nothing_is_written_and_there_is_no_way_back(stage: ImportStage) -> None:
    told = await stage.send(ORDERS)
    await stage.works(lambda: told.buttons != [])
    confirm = await stage.boris.tap(told, text("button-import-confirm", n=2))
    await stage.support.deliver(await stage.boris.tap(told, text("button-import-cancel")))
    await stage.support.deliver(confirm)
    assert told.text == text("import-cancelled", file=inline("заказы.csv"))
    assert await stage.support.harness.rows(tables.orders) == []
    assert [row["state"] for row in await stage.support.harness.rows(tables.sent_tables)] == ["cancelled"]


async def test_only_who_sent_a_file_decides_and_only_while_they_may(stage: ImportStage) -> None:
    told = await stage.send(ORDERS)
    await stage.works(lambda: told.buttons != [])
    harness = stage.support.harness
    [table] = await harness.rows(tables.sent_tables)
    data = f"import:confirm:{base36(table['id'])}"
    for person in (stage.bella, stage.support.anna):
        await stage.take(tapped(known_as(person), data))
    [table] = await harness.rows(tables.sent_tables)
    assert table["state"] == "shown"
    assert await harness.rows(tables.orders) == []


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("Номер заказа;Дата\n1;01.10.2026\n", "import-missing-how"),
        ("\n\n", "import-empty"),
        ("id;Телефон\n;\n", "import-no-line"),
    ],
)
async def test_what_cannot_be_imported_says_why_and_offers_no_import(
    stage: ImportStage, content: str, part: str
) -> None:
    told = await stage.send(content, "файл.csv")
    said = text(part, file="файл.csv") if part == "import-empty" else text(part)
    await stage.works(lambda: said in told.text)
    assert not any(button.text.startswith("✓") for button in told.buttons)


async def test_a_file_larger_than_telegram_hands_over_is_refused_at_once(stage: ImportStage) -> None:
    update = await stage.boris.document(b"a;b\n", "большой.csv", mime="text/csv")
    raw = json.loads(update.json())
    raw["message"]["document"]["file_size"] = 20 * 1024 * 1024 + 1
    await stage.take(raw)
    assert stage.boris.chat.messages[-1].text == text("import-file-too-large", file=inline("большой.csv"))
    assert await stage.support.harness.rows(tables.sent_tables) == []


async def test_what_customers_send_is_no_import(stage: ImportStage) -> None:
    await stage.send(ORDERS, person=stage.support.anna)
    assert await stage.support.harness.rows(tables.sent_tables) == []


async def test_an_amount_that_may_be_two_is_asked_about(stage: ImportStage) -> None:
    content = "order_id;ordered_at;amount;customer_id\n1;2026-10-01;1,234;c1\n"
    told = await stage.send(content, "orders.csv")
    await stage.works(lambda: told.buttons != [])
    thousands = next(button.text for button in told.buttons if "1234" in button.text)
    await stage.support.deliver(await stage.boris.tap(told, thousands))
    confirm = text("button-import-confirm", n=1)
    await stage.works(lambda: any(button.text == confirm for button in told.buttons))
    await stage.support.deliver(await stage.boris.tap(told, confirm))
    await stage.works(lambda: text("import-done", file=inline("orders.csv")) in told.text)
    [row] = await stage.support.harness.rows(tables.orders)
    assert row["amount_minor"] == 1_234_00


async def test_a_day_that_another_line_settles_is_not_asked_about(stage: ImportStage) -> None:
    told = await stage.send(TWO_DAYS + "3,04/25/2026,300,c1\n", "orders.csv")
    await stage.works(lambda: told.buttons != [])
    assert told.buttons[0].text == text("button-import-confirm", n=3)
    await stage.support.deliver(await stage.boris.tap(told, told.buttons[0].text))
    await stage.works(lambda: text("import-done", file=inline("orders.csv")) in told.text)
    rows = await stage.support.harness.rows(tables.orders)
    assert [f"{row['ordered_at']:%m-%d}" for row in rows] == ["03-03", "05-05", "04-24"]


async def _imported(stage: ImportStage, content: str, name: str, n: int) -> Message:
    told = await stage.send(content, name)
    await stage.works(lambda: told.buttons != [])
    await stage.support.deliver(await stage.boris.tap(told, text("button-import-confirm", n=n)))
    await stage.works(lambda: text("import-done", file=inline(name)) in told.text)
    return told


async def _undone(stage: ImportStage, told: Message, said: str) -> None:
    await stage.support.deliver(await stage.boris.tap(told, text("button-import-undo")))
    await stage.works(lambda: said in told.text)


async def _ids(stage: ImportStage) -> list[str]:
    return [row["external_id"] for row in await stage.support.harness.rows(tables.orders)]


async def test_an_import_is_taken_back_by_its_button_and_accounted_for(stage: ImportStage) -> None:
    told = await _imported(stage, ORDERS, "заказы.csv", 2)
    await _undone(stage, told, text("import-undone", file=inline("заказы.csv")))
    assert told.buttons == []
    assert await _ids(stage) == []
    entries = await stage.support.harness.rows(tables.audit_log)
    assert [(entry["action"], entry["staff_telegram_id"]) for entry in entries] == [
        ("import", stage.boris.id),
        ("import_undone", stage.boris.id),
    ]
    assert {entry["subject"] for entry in entries} == {"1"}


async def test_what_something_rests_on_stays_until_that_is_taken_back(stage: ImportStage) -> None:
    first, second = await _imported(stage, ORDERS, "a.csv", 2), await _imported(stage, MORE, "b.csv", 1)
    await _undone(stage, first, text("import-undo-orders", count=1))
    assert sorted(await _ids(stage)) == ["A-1", "A-2", "B-1"]
    await _undone(stage, second, text("import-undone", file=inline("b.csv")))
    await _undone(stage, first, text("import-undone", file=inline("a.csv")))
    assert await _ids(stage) == []


async def test_nothing_is_taken_back_by_somebody_else_or_who_may_no_longer(stage: ImportStage) -> None:
    await _imported(stage, ORDERS, "заказы.csv", 2)
    harness = stage.support.harness
    [table] = await harness.rows(tables.sent_tables)
    data = f"import:undo:{base36(table['id'])}"
    for person in (stage.bella, stage.support.anna):
        await stage.take(tapped(known_as(person), data))
    await harness.database.write(lambda found: found.execute(tables.staff.delete()))
    await stage.take(tapped(known_as(stage.boris), data))
    [table] = await harness.rows(tables.sent_tables)
    assert table["state"] == "done"


async def test_an_import_that_fails_for_good_is_told_and_holds_up_no_other(stage: ImportStage) -> None:
    told = await stage.send(ORDERS)
    await stage.works(lambda: told.buttons != [])
    [table] = await stage.support.harness.rows(tables.sent_tables)
    stage.support.harness.parts.files.path(table["id"]).unlink()
    await stage.support.deliver(await stage.boris.tap(told, text("button-import-confirm", n=2)))
    await stage.works(lambda: text("import-failed", file=inline("заказы.csv")) in told.text, kinds=ONCE)
    assert told.buttons == []
    await _imported(stage, MORE, "b.csv", 1)
    assert await _ids(stage) == ["B-1"]


async def test_a_file_that_cannot_be_read_for_good_is_told(stage: ImportStage) -> None:
    folder = stage.support.harness.parts.files.directory
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder", encoding="utf-8")
    told = await stage.send(ORDERS)
    await stage.works(lambda: text("import-not-read", file=inline("заказы.csv")) in told.text, kinds=ONCE)
    [table] = await stage.support.harness.rows(tables.sent_tables)
    assert table["state"] == "refused"
