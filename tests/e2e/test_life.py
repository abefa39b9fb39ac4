"""The harness itself: a life serves, ends by a signal or at a named point, and the next one goes on."""

import signal
from pathlib import Path

from playground import Fault, Playground
from tests.e2e.conftest import Install
from tests.e2e.life import Mode


async def test_a_life_serves_and_ends_when_asked(
    install: Install, telegram: Playground, database_url: str, mode: Mode
) -> None:
    otklik = await install(database_url, mode=mode)
    anna = telegram.person("Канарейкина Анна", language="en")
    life = await otklik.serve()
    await anna.say("/rate")
    question = await anna.sees("how likely are you")
    await anna.tap(question, "9")
    await anna.sees("Your score: 9")
    assert await life.stop() == 0
    assert "stopping" in life.words


async def test_the_next_life_answers_what_the_killed_one_left(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    boris = telegram.person("Канарейкин Борис", language="en")
    life = otklik.start(crash_at="worker.decided")
    await boris.say("/rate")
    assert await life.end() == -signal.SIGKILL
    assert boris.chat.messages[-1].text == "/rate"
    await otklik.serve()
    await boris.sees("how likely are you")


async def test_a_cold_start_serves_as_well(install: Install, telegram: Playground, tmp_path: Path) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    life = await otklik.serve(warm=False)
    assert await life.stop() == 0


async def test_a_life_with_a_webhook_ends_soon_although_updates_keep_coming(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db", mode="webhook")
    anna = telegram.person("Канарейкина Анна", language="en")
    others = [telegram.person(f"Канарейкина {number}", language="en") for number in range(15)]
    telegram.faults.add(Fault.HANG, "answerCallbackQuery")
    life = await otklik.serve()
    await anna.start()
    await anna.tap(await anna.sees("Hello"), "rate")
    await anna.sees("how likely are you")
    life.signal(signal.SIGTERM)  # the tap's answer hangs, which keeps the process for a second
    for person in others:
        await person.say("Канарейка не молчит")
        await telegram.clock.sleep(0.1)
    assert await life.end(within=5) == 0
    telegram.faults.clear()
    telegram.clock.speed = 20
    await otklik.serve()
    for person in others:
        await person.sees("Thank you, saved!")


async def test_a_name_in_the_output_of_a_life_is_found(
    install: Install, telegram: Playground, tmp_path: Path
) -> None:
    otklik = await install(f"sqlite:///{tmp_path}/otklik.db")
    anna = telegram.person("Канарейкина Анна")
    life = await otklik.serve()
    await life.kill()
    clean = life.words
    life.log.write_text(f"{clean}\n{anna.name} {telegram.token}", encoding="utf-8")
    assert len(otklik.leaks()) == 3, "the name, the token and the token's secret half"
    life.log.write_text(clean, encoding="utf-8")
