"""Ready answers: written down and deleted in the chat, shown before they are sent, filled when they are."""

from typing import Any

from storage import tables
from surveys.cases.canned_reply import LONGEST_TEXT
from surveys.cases.reference_code import reference_code
from tests.groups import FORUM
from tests.handlers.access import LENA, TOPIC, VERA, Where, pressed, reload, spoken
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, Person, Raw, message, said
from tests.words import interface

_IN_TOPIC: Raw = {"chat": FORUM, "message_thread_id": TOPIC, "is_topic_message": True}
DELAY = "Здравствуйте, {имя}! Курьер задержится, код {код}."
KNOWN = "{name}, {имя}, {code}, {код}"
FILLED = f"Здравствуйте, Анна! Курьер задержится, код {reference_code(1)}."
SHOWN = f"{interface('canned-for', number='1')}\n\n{FILLED}"
"""As colleagues see what was sent."""


async def told(harness: Harness, person: Person, words: str, **more: Any) -> list[SentCall]:
    return await harness.deliver(said(person, words, **_IN_TOPIC | more))


def to_anna(calls: list[SentCall]) -> list[str]:
    return [one.text for one in calls if one.body.get("chat_id") == ANNA.id]


async def test_a_reply_is_written_down_shown_filled_and_sent_by_two_taps_once(harness: Harness) -> None:
    await reload(harness)
    [none] = await told(harness, VERA, "/t")
    assert none.text == interface("canned-none", known=KNOWN)
    [kept] = await told(harness, VERA, f"/t add Задержка\n{DELAY}")
    assert kept.text == interface("canned-kept", name="задержка", spoken="русский")
    [shown] = await told(harness, VERA, "/t")
    [look] = await harness.deliver(pressed(VERA, shown.buttons["задержка"], Where.TOPIC))
    assert look.text == f"{interface('canned-preview', number='1')}\n\n{FILLED}"
    send = look.buttons[interface("button-canned-send")]
    calls = await harness.deliver(pressed(VERA, send, Where.TOPIC), pressed(VERA, send, Where.TOPIC))
    assert to_anna(calls) == [FILLED]
    edits = [one for one in calls if one.method == "editMessageText"]
    assert (edits[0].text, edits[0].body.get("reply_markup")) == (SHOWN, None)
    [case] = await harness.rows(tables.cases)
    assert case["holder_telegram_id"] == VERA.id  # as an answer in words

    calls = await told(harness, VERA, "/t ЗАДЕРЖКА")
    assert to_anna(calls) == [FILLED]
    assert SHOWN in [one.text for one in calls if one.body.get("chat_id") == FORUM["id"]]
    [text, asked] = await told(harness, LENA, "/t задержка")
    assert (text.text, asked.text) == (SHOWN, interface("reply-confirm", name="Вера"))
    answer = pressed(LENA, asked.buttons[interface("button-reply-send")], Where.TOPIC)
    assert to_anna(await harness.deliver(answer)) == [FILLED]


async def test_a_customer_reads_their_language_and_the_other_one_where_there_is_none(
    harness: Harness,
) -> None:
    await reload(harness)
    reply = message(VERA, text="Dear customer, sorry.", **_IN_TOPIC)
    [kept] = await told(harness, VERA, "/t add sorry en", reply_to_message=reply)
    assert kept.text == interface("canned-kept", name="sorry", spoken=interface("language-en"))
    assert to_anna(await told(harness, VERA, "/t sorry")) == ["Dear customer, sorry."]
    await told(harness, VERA, "/t add Sorry ru\nИзвините.")
    assert to_anna(await told(harness, VERA, "/t sorry")) == ["Извините."]
    private = await harness.deliver(spoken(VERA, "/t sorry", Where.PRIVATE))
    assert private[0].text == "sorry\n\nИзвините.\n\nDear customer, sorry."
    assert "sorry" in (await harness.deliver(spoken(BORIS, "/t", Where.PRIVATE)))[0].buttons
    assert [row["action"] for row in await harness.rows(tables.audit_log)] == ["canned_reply_changed"] * 2
    await told(harness, LENA, "/t delete SORRY")
    assert await harness.rows(tables.canned_replies) == []
    [gone] = await told(harness, VERA, "/t sorry")
    assert gone.text == interface("canned-none-named", name="sorry")


async def test_what_cannot_be_filled_or_is_too_long_is_not_kept(harness: Harness) -> None:
    await reload(harness)
    for words, why in (
        ("/t add пусто", interface("canned-how")),
        ("/t add x\nВаш {заказ}", interface("canned-unknown-placeholder", unknown="{заказ}", known=KNOWN)),
        (f"/t add {'x' * 33}\nТекст", interface("canned-long-name", most=32)),
        (f"/t add x\n{'y' * (LONGEST_TEXT + 1)}", interface("canned-long", most=LONGEST_TEXT)),
    ):
        assert [one.text for one in await told(harness, VERA, words)] == [why]
    assert await harness.rows(tables.canned_replies) == []


async def test_what_a_colleague_changed_meanwhile_is_shown_anew_before_it_is_sent(harness: Harness) -> None:
    await reload(harness)
    await told(harness, VERA, "/t add возврат\nВернём 100 рублей.")
    [shown] = await told(harness, VERA, "/t")
    [look] = await harness.deliver(pressed(VERA, shown.buttons["возврат"], Where.TOPIC))
    await told(harness, LENA, "/t add возврат\nВернём 900 рублей.")
    send = interface("button-canned-send")
    [again] = await harness.deliver(pressed(VERA, look.buttons[send], Where.TOPIC))
    assert (again.method, again.text) == (
        "editMessageText",
        f"{interface('canned-preview', number='1')}\n\nВернём 900 рублей.",
    )
    assert to_anna(await harness.deliver(pressed(VERA, again.buttons[send], Where.TOPIC))) == [
        "Вернём 900 рублей."
    ]
