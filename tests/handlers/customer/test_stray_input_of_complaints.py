"""Whatever people send while they complain or say why they leave: a kind answer, and nothing is lost."""

import pytest

from surveys.cases.support_texts import CustomerNotice as Step
from tests.handlers.customer import stray_input
from tests.handlers.customer.stray_input import (
    ALBUM,
    CATEGORY,
    COMPARED,
    COMPLAINED,
    FORWARD,
    LEFT,
    PHOTO,
    REASON,
    STICKER,
    STORY,
    VOICE,
    WHEN,
    WHERE,
    answer,
    asks,
    assert_kind,
    case,
    edit,
    message,
    row,
    says,
    tells,
    text,
    thanks,
)
from tests.harness import Harness, app_context

KEPT, WHY_KEPT, EDIT_KEPT = says("message-kept"), says("why-kept"), says("edited-kept")
NOTED = says("message-noted")
NO_OPTION, NO_STORY, NO_DAY = (
    says("option-not-understood"),
    says("media-not-accepted"),
    says("date-not-understood"),
)
TO_CASE, CONSENT = says("case-added"), says("consent-question")
WAITING, HELLO = says("start-open-question"), says("start", business=stray_input.BUSINESS)
GREETED, WHAT_IT_IS = says("complaint-greeted"), says("complaint-about")
RECEIVED, WHERE_IT_WAS = tells(Step.RECEIVED), asks("complaint", "touchpoint")
OTHER, PRICE = thanks("leaving", why="OTHER"), thanks("leaving", why="PRICE_HIGH")
FIVE = "5, отлично"
HIS_WORDS = f"{app_context().texts.text('ru', 'content-forwarded', name='Кто-то')}\nОни всегда опаздывают"

# after, what is sent, what is said to it, where it is found
COMPLAINT = [
    row(CATEGORY, STICKER, NO_OPTION, message("st")),
    row(CATEGORY, VOICE, [RECEIVED, WHAT_IT_IS], answer("vo"), case("vo")),
    row(CATEGORY, PHOTO, [RECEIVED, WHAT_IT_IS], answer("large"), case("large")),
    row(CATEGORY, ALBUM, [RECEIVED, WHAT_IT_IS], answer("large"), case("large"), case("Вот"), case("vi")),
    row(CATEGORY, FORWARD, [RECEIVED, WHAT_IT_IS], answer(HIS_WORDS), case(HIS_WORDS)),
    row(CATEGORY, text(FIVE), GREETED, message(FIVE)),
    row(CATEGORY, text("55"), GREETED, message("55")),
    row(CATEGORY, text("Добрый день!"), GREETED, message("Добрый день!")),
    row(CATEGORY, edit("Холодный"), EDIT_KEPT, message("Холодный")),
    row(CATEGORY, text("/start"), WAITING),
    row(STORY, STICKER, NO_STORY, message("st")),
    row(STORY, stray_input.PLACE, NO_STORY, message("[геопозиция] 55.75, 37.62")),
    row(STORY, VOICE, [RECEIVED, WHERE_IT_WAS], answer("vo"), case("vo")),
    row(STORY, ALBUM, [RECEIVED, WHERE_IT_WAS], answer("large"), case("large"), case("Вот"), case("vi")),
    row(STORY, FORWARD, [RECEIVED, WHERE_IT_WAS], answer(HIS_WORDS), case(HIS_WORDS)),
    row(STORY, text(FIVE), GREETED, message(FIVE)),
    row(STORY, text("55"), GREETED, message("55")),
    row(STORY, edit("9"), EDIT_KEPT, message("9")),
    row(STORY, text("/start"), WAITING, answer("quality")),
    row(WHERE, STICKER, [], case("st")),
    row(WHERE, VOICE, TO_CASE, case("vo")),
    row(WHERE, ALBUM, TO_CASE, case("large"), case("Вот"), case("vi")),
    row(WHERE, FORWARD, TO_CASE, case(HIS_WORDS)),
    row(WHERE, text(FIVE), TO_CASE, case(FIVE)),
    row(WHERE, text("55"), TO_CASE, case("55")),
    row(WHERE, edit("9"), EDIT_KEPT, case("9")),
    row(WHERE, edit("Разбито вдребезги"), EDIT_KEPT, case("Разбито"), case("Разбито вдребезги")),
    row(WHERE, text("/start"), HELLO, case("Разбито")),
    row(WHERE, text("/help где ответ"), says("help"), message("/help где ответ")),
    row(COMPLAINED, STICKER, [], case("st")),
    row(COMPLAINED, VOICE, TO_CASE, case("vo")),
    row(COMPLAINED, ALBUM, TO_CASE, case("large"), case("vi")),
    row(COMPLAINED, FORWARD, TO_CASE, case(HIS_WORDS)),
    row(COMPLAINED, text("55"), TO_CASE, case("55")),
    row(COMPLAINED, edit("Разбито вдребезги"), EDIT_KEPT, case("Разбито вдребезги")),
    row(COMPLAINED, text("/start"), HELLO, case("Разбито")),
]

LEAVING = [
    row(REASON, STICKER, NO_OPTION, message("st")),
    row(REASON, VOICE, NO_OPTION, message("vo")),
    row(REASON, PHOTO | {"caption": "Вот"}, NO_OPTION, message("large"), message("Вот")),
    row(REASON, ALBUM, NO_OPTION, message("large"), message("Вот"), message("vi")),
    row(REASON, FORWARD, NO_OPTION, message(HIS_WORDS)),
    row(REASON, text(FIVE), OTHER, answer("OTHER"), answer(FIVE)),
    row(REASON, text("55"), OTHER, answer("OTHER"), answer("55")),
    row(REASON, text("🙄"), NO_OPTION, message("🙄")),
    row(REASON, edit("Дорого"), EDIT_KEPT, message("Дорого")),
    row(REASON, text("/start"), WAITING),
    row(COMPARED, STICKER, WHY_KEPT, message("st")),
    row(COMPARED, VOICE, WHY_KEPT, message("vo")),
    row(COMPARED, ALBUM, WHY_KEPT, message("large"), message("Вот"), message("vi")),
    row(COMPARED, FORWARD, [PRICE, CONSENT], answer(HIS_WORDS)),
    row(COMPARED, text(FIVE), [PRICE, CONSENT], answer(FIVE)),
    row(COMPARED, text("55"), [PRICE, CONSENT], answer("55")),
    row(COMPARED, edit("9"), EDIT_KEPT, answer("PRICE_HIGH"), message("9")),
    row(COMPARED, text("/start"), HELLO, answer("PRICE_HIGH")),
    row(WHEN, STICKER, NO_DAY, message("st")),
    row(WHEN, VOICE, NO_DAY, message("vo")),
    row(WHEN, ALBUM, NO_DAY, message("large"), message("Вот"), message("vi")),
    row(WHEN, FORWARD, NO_DAY, message(HIS_WORDS)),
    row(WHEN, text(FIVE), NO_DAY, message(FIVE)),
    row(WHEN, text("55"), NO_DAY, message("55")),
    row(WHEN, text("никогда"), NO_DAY, message("никогда")),
    row(WHEN, edit("в марте"), EDIT_KEPT, message("в марте")),
    row(WHEN, text("/start"), HELLO, answer("FINANCE")),
    row(LEFT, STICKER, NOTED, message("st")),
    row(LEFT, VOICE, KEPT, message("vo")),
    row(LEFT, ALBUM, KEPT, message("large"), message("Вот"), message("vi")),
    row(LEFT, FORWARD, KEPT, message(HIS_WORDS)),
    row(LEFT, text("55"), KEPT, message("55")),
    row(LEFT, edit("Спасибо"), EDIT_KEPT, message("Спасибо")),
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("table", [COMPLAINT, LEAVING], ids=["complaint", "leaving"])
async def test_every_stray_input_is_kept_and_answered(
    harness: Harness, table: list[stray_input.Stray], language: str
) -> None:
    await assert_kind(harness, table, language)
