"""`/link` as a manager's phone shows it, and a customer's who follows it."""

import re

from tests.handlers.support_harness import SupportHarness


async def test_a_manager_gets_a_picture_and_a_page_and_the_link_begins_the_survey(
    support: SupportHarness,
) -> None:
    await support.reload()
    support.harness.contexts.introduce("shop_bot")
    await support.deliver(await support.boris.say('/link nps touchpoint:"Северный филиал"'))
    picture, page = support.boris.chat.messages[-2:]
    assert [one.content.media.kind for one in (picture, page) if one.content.media] == ["photo", "document"]
    found = re.search(r"\?start=(l_\S+)", picture.text)
    assert found is not None
    await support.deliver(await support.anna.start(found[1]))
    assert "насколько вероятно" in support.anna.chat.messages[-1].text
