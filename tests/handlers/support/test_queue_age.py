"""How long whoever waits longest for staff has waited: in `/cases`, at `/healthz` and `/metrics`."""

from dataclasses import replace
from math import isnan

from surveys.hours.business_hours import BusinessHours
from tests.handlers.cases.test_case_conversation import in_topic
from tests.handlers.support.test_case_list import asked, complain, text
from tests.handlers.support_harness import SupportHarness


def _metric(support: SupportHarness, name: str) -> float:
    value = support.harness.metrics.registry.get_sample_value(name)
    assert value is not None
    return value


async def test_the_longest_wait_is_told_in_working_time_to_staff_and_to_watchmen(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    contexts, health = support.harness.contexts, support.harness.parts.health
    app = contexts.current
    day = ((9 * 3600.0, 18 * 3600.0),)
    contexts.current = replace(app, hours=BusinessHours(app.zone, (day,) * 7))
    assert isnan(_metric(support, "otklik_case_wait_seconds"))
    state = await health.state()
    assert (state["cases_waiting"], state["longest_case_wait_s"]) == (0, None)
    assert _metric(support, "otklik_case_wait_seconds") == 0
    for name in ("Анна", "Ева"):
        await complain(support, name)
    support.harness.fake_clock.move(
        hours=22
    )  # a night and a morning: 24 hours, of which nine are working time
    shown = await asked(support, support.vera)
    waited = text(support, "cases-queue-age", waited="9 ч", working="yes")
    assert waited in shown.text.splitlines()
    state = await health.state()
    assert state["cases_waiting"] == 2
    assert 9 * 3600 <= state["longest_case_wait_s"] < 9 * 3600 + 60
    assert _metric(support, "otklik_cases_waiting") == 2
    assert _metric(support, "otklik_case_wait_seconds") == state["longest_case_wait_s"]
    for number in (1, 2):
        await in_topic(support, number, "Едем!")  # staff wait for the customers now
    assert "⏳" not in (await asked(support, support.vera)).text
    assert (await health.state())["longest_case_wait_s"] is None
