"""`/customer` shows a person to whoever may see them; every look is in the audit log, which owners read."""

from typing import Any

from playground import Chat, Person
from storage import tables
from storage.people import addresses
from storage.rows import CustomerAddress
from surveys.records.address import AddressKind
from surveys.roles import Role
from tests.handlers.cases.test_case_conversation import in_topic, topic_of
from tests.handlers.support.test_case_list import complain, text
from tests.handlers.support.test_inbox import newest
from tests.handlers.support_harness import SupportHarness


async def said(support: SupportHarness, person: Person, words: str, chat: Chat | None = None) -> str:
    """What somebody is told in private, or in that chat, after these words in private."""
    await support.deliver(await person.say(words))
    return newest(chat or person.chat).text


async def looks(support: SupportHarness) -> list[tuple[Any, ...]]:
    rows = await support.harness.rows(tables.audit_log)
    return [(row["staff_telegram_id"], row["action"], row["subject"], row["customer_id"]) for row in rows]


async def known(support: SupportHarness) -> int:
    """Anna's id; the company knows her as 1001, with a phone."""
    [anna] = [row["id"] for row in await support.harness.customers() if row["name"] == "Анна"]
    rows = [
        CustomerAddress(AddressKind.COMPANY, "1001", anna),
        CustomerAddress(AddressKind.PHONE, "+79161234567", anna),
    ]
    await support.harness.database.write(addresses.add, rows)
    return int(anna)


async def test_a_card_tells_what_is_known_of_a_person_however_they_are_named(support: SupportHarness) -> None:
    await support.reload(forum=True)
    anna = await known(support)
    for words in ("/rate", "2", "Курьер хамил", "/leave", "Дорого"):
        await support.deliver(await support.anna.say(words))
    await in_topic(support, 1, "/close delivery")
    for who in ("#1", "1001", "+7 916 123-45-67", "8 (916) 123-45-67", str(support.anna.id)):
        card = await said(support, support.boris, f"/customer {who}")
        assert card.startswith("👤 Анна · 1001"), who
        assert "+79161234567" in card
    for part in ("customer-scores", "customer-cases", "customer-reasons", "customer-stays", "why-next"):
        assert text(support, part) in card, part
    assert "15.10.2026 · Оценка: 2 из 10" in card
    assert "15.10.2026 · 🔺⚪ #1" in card
    assert "15.10.2026 · Дорого" in card
    assert text(support, "customer-stage", stage="leaving") in card
    assert text(support, "customer-stay", since="15.10.2026", until="15.10.2026") in card
    [opening] = newest(support.boris.chat).buttons
    assert opening.url == f"https://t.me/c/{-1_000_000_000_000 - support.group.id}/{topic_of(support, 1).id}"
    assert (await looks(support))[-1] == (support.boris.id, "person_read", "customer", anna)
    assert len(await looks(support)) == 5
    for who in ("#9", "9999", "🙂", "+7 916 000-00-00", "a\x00b", "a\ud800"):
        assert await said(support, support.boris, f"/customer {who}") == text(support, "customer-nobody")
    assert text(support, "customer-usage") == await said(support, support.boris, "/customer")
    assert len(await looks(support)) == 5


async def test_in_the_group_the_card_goes_to_whoever_asked_and_to_nobody_else(
    support: SupportHarness,
) -> None:
    group = await support.reload(forum=True)
    await known(support)
    await support.complain("Ждём час")
    before = len(support.said())
    await in_topic(support, 1, "/customer")
    [answer] = support.said()[before:]
    assert text(support, "customer-in-private", link="https://t.me/").split("http")[0] in answer
    assert newest(support.vera.chat).text.startswith("👤 Анна · 1001")
    assert "+79161234567" not in "".join(support.said())
    card = next(message for message in support.shown() if "Клиент:" in message.text)
    topic = topic_of(support, 1)
    await support.deliver(await support.oleg.say("/customer", to=group, topic=topic, reply_to=card))
    assert newest(support.oleg.chat).text.startswith("👤 Анна · 1001")
    heard = len(support.heard())
    for words in ("/customer", "/customer #1"):
        await support.deliver(await support.zoya.say(words, to=group, topic=topic_of(support, 1)))
        await support.deliver(await support.anna.say(words))
    assert not [one.text for one in support.zoya.chat.messages if "1001" in one.text]
    assert not [one for one in support.heard()[heard:] if "1001" in one]
    assert [who for who, *_ in await looks(support)] == [support.vera.id, support.oleg.id]


async def test_support_sees_those_who_have_a_case_and_managers_everybody(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await known(support)
    assert await said(support, support.vera, "/customer 1001") == text(support, "customer-nobody")
    await support.enroll(support.vera, Role.MANAGER)
    assert (await said(support, support.vera, "/customer 1001")).startswith("👤 Анна")
    assert len(await looks(support)) == 1


async def test_owners_read_who_looked_at_whom_and_nobody_else_does(support: SupportHarness) -> None:
    await support.reload(forum=True)
    assert await said(support, support.boris, "/audit") == text(support, "audit-none")
    anna = await known(support)
    await support.complain("Ждём час")
    eva = await complain(support, "Ева @all")
    await said(support, support.vera, "/case 1")
    await said(support, support.boris, "/why 1001")
    await said(support, support.vera, "/customer #2")
    told = (await said(support, support.boris, "/audit")).splitlines()[1:]
    assert [line.split(" · ", 1)[1] for line in told] == [
        "Вера: открыты данные клиента Ева @\u2060all (/customer)",
        "Борис: открыты данные клиента Анна · 1001 (/why)",
        "Вера: открыты данные клиента Анна · 1001 (/case)",
    ]
    of_anna = await said(support, support.boris, "/audit 1001")
    assert "Ева" not in of_anna
    assert len(of_anna.splitlines()) == 3
    for _ in range(20):
        await support.deliver(await support.vera.say("/case 1"))
    shown = await said(support, support.boris, "/audit 1001")
    assert len(shown.splitlines()) == 21
    older = text(support, "button-audit-older")
    await support.deliver(await support.boris.tap(newest(support.boris.chat), older))
    assert len(newest(support.boris.chat).text.splitlines()) == 3
    for person in (support.vera, eva):
        assert "открыты данные" not in await said(support, person, "/audit")
    assert anna in {one for *_, one in await looks(support)}
