"""A manager sends a file of customers or orders in the chat: what is shown, asked and decided, by whom."""

from collections.abc import Callable

import pytest

from playground import Message, Person
from storage import tables
from surveys.roles import Role
from tests.bot.jobs.running import running
from tests.handlers.support_harness import PATIENCE_S, SupportHarness
from tests.words import interface
from texts.quoting import inline

ORDERS = """Номер заказа;Дата;Сумма;ID клиента;Точка;Заметка
A-1;01.10.2026;1 234,50;c1;Доставка;
A-2;02.10.2026;500;c2;Зал;с собой
A-3;32.10.2026;700;c3;Зал;
"""
TWO_DAYS = "order_id,ordered_at,amount,customer_id\n1,03/04/2026,100,c1\n2,05/06/2026,200,c1\n"


def text(name: str, **values: object) -> str:
    return interface(name, **values)


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

    async def works(self, holds: Callable[[], bool], person: Person | None = None) -> None:
        """The jobs are done until that holds in somebody's chat."""
        support, harness = self.support, self.support.harness
        async with running(
            harness.database, support._client, harness.fake_clock.clock, harness.ids,
            contexts=harness.contexts, offer=harness.sender.offer,
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
