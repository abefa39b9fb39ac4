"""Places that are gone: a topic that was deleted is made again, an upgraded group is followed."""

from sqlalchemy import select

from playground import Group, Message, Playground
from storage.delivery.outbox import count_by_state
from storage.states import OutboxState
from storage.tables import places
from surveys.outreach.urgency import Urgency
from tests.e2e.conftest import Install
from tests.e2e.ledger import Plan, found, read
from tests.e2e.life import Otklik

TOPIC = "topic:17"
WITHIN_S = 10.0
AT_ONCE = {"OTKLIK_TELEGRAM__MESSAGES_PER_SECOND": "0"}


async def _sees(group: Group, text: str) -> Message:
    def newest() -> Message | None:
        return next((message for message in reversed(group.messages) if message.text == text), None)

    await group.changed.until(lambda: newest() is not None, WITHIN_S)
    message = newest()
    assert message is not None, [shown.text for shown in group.messages]
    return message


async def _says_in_topic(otklik: Otklik, group: Group, *texts: str) -> None:
    plan = Plan()
    for text in texts:
        plan.call("sendMessage", group.id, Urgency.ESCALATION, at=TOPIC, text=text)
    await plan.commit(otklik.url)


async def test_a_deleted_topic_is_made_again_and_nothing_is_missing_in_it(
    install: Install, telegram: Playground, database_url: str
) -> None:
    otklik = await install(database_url, settings=AT_ONCE)
    zoya = telegram.person("Канарейкина Зоя")
    group = telegram.group("Канареечная поддержка", forum=True, members=[zoya])
    life = await otklik.serve()
    plan = Plan()
    plan.call("createForumTopic", group.id, Urgency.ESCALATION, fills=TOPIC, name="Case 17")
    await plan.commit(otklik.url)
    await _says_in_topic(otklik, group, "the complaint")
    first = group.topics[(await _sees(group, "the complaint")).thread_id or 0]

    group.delete_topic(first)
    await _says_in_topic(otklik, group, "one reminder", "another reminder")
    healed = group.topics[(await _sees(group, "another reminder")).thread_id or 0]
    assert (healed.name, healed.id != first.id) == ("Case 17", True)
    assert (await _sees(group, "one reminder")).thread_id == healed.id
    assert await life.stop() == 0

    group.delete_topic(healed)  # while nobody looks
    await _says_in_topic(otklik, group, "in another life")
    life = await otklik.serve()
    last = group.topics[(await _sees(group, "in another life")).thread_id or 0]
    assert await life.stop() == 0
    assert [topic for topic in group.topics.values() if not topic.deleted] == [last]
    [place] = await found(otklik.url, select(places.c.thread_id).where(places.c.name == TOPIC))
    assert place.thread_id == last.id
    assert (await read(otklik.url, count_by_state)).keys() == {OutboxState.SENT}


async def test_an_upgraded_group_is_followed_and_its_messages_keep_their_order(
    install: Install, telegram: Playground, database_url: str
) -> None:
    otklik = await install(database_url, settings=AT_ONCE)
    zoya = telegram.person("Канарейкина Зоя")
    old = telegram.group("Канареечная поддержка", members=[zoya])
    life = await otklik.serve()
    plan = Plan()
    plan.call("sendMessage", old.id, Urgency.SERVICE, fills="card:17", text="card")
    await plan.commit(otklik.url)
    await _sees(old, "card")

    new = old.upgrade()
    plan = Plan()
    texts = [f"after the upgrade {number}" for number in range(3)]
    for text in texts:
        plan.message(old.id, Urgency.SERVICE, text)
    await plan.commit(otklik.url)
    await _sees(new, texts[-1])
    assert await life.stop() == 0
    assert [message.text for message in new.messages if message.from_bot] == texts
    kept = await found(otklik.url, select(places.c.name, places.c.chat_id, places.c.message_id))
    by_name = {row.name: (row.chat_id, row.message_id) for row in kept}
    assert by_name.pop("card:17") == (None, None), "messages are counted anew"
    assert [at[0] for at in by_name.values()] == [old.id], "a reply in the old group is still understood"

    late = Plan()
    late.message(old.id, Urgency.SERVICE, "to the old address")
    await late.commit(otklik.url)
    await otklik.serve()
    await _sees(new, "to the old address")
