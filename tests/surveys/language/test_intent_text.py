"""What means "leave me alone" or "not this form", and what only sounds like it."""

import pytest

from surveys.language.intent_text import StopIntent, asks_about_case, is_cancellation, stop_intent

PLAIN = (
    "Стоп",
    "стоп!",
    "Не пишите мне больше!",
    "отпишите меня",
    "хватит мне писать",
    "unsubscribe",
    "stop",
    "STOP",
    "please don't message me again",
    "leave me alone",
    "remove me from your list",
    "больше не пишите мне, пожалуйста",
    "Отпишите меня, пожалуйста. Спасибо",
    "СТОП!!! не пишите мне",
    "Здравствуйте! Не присылайте мне больше сообщения",
    "Прекратите рассылку",
    "удалите меня из рассылки",
    "не надо мне больше писать",
    "оставьте меня в покое",
    "отстаньте",
    "Хватит",
    "Don’t text me anymore",
    "Do not contact me",
    "Stop sending me messages",
    "opt out",
    "take me off your list",
    "I don't want your messages",
    "no more messages please",
    "я не хочу, чтобы вы мне писали",
    "Не писать мне первыми",
    "Не звоните и не пишите мне",
    "stop 🛑",
    "Stop it",
    "ничего мне не присылайте",
    "никогда мне больше не пишите",
)
AMONG_OTHER_WORDS = (
    "Верните деньги и больше мне не пишите",
    "Как отписаться?",
    "How do I unsubscribe?",
    "не пишите мне по ночам",
    "Я уже ответила. Отпишите меня",
    "Can you stop messaging me?",
    "This is spam, unsubscribe",
    "Give me my money back and leave me alone",
    "Ужасный сервис! Отстаньте от меня",
    "не присылайте мне больше",
)
SOMETHING_ELSE = (
    "остановите доставку",
    "не пишите на коробке",
    "stop sending me cold pizza",
    "вы мне не писали",
    "Вы мне не пишете",
    "Почему вы не пишете мне?",
    "why don't you write me back",
    "Отпишитесь, когда отправите",
    "Стоп, я ещё не договорил",
    "you never write to me",
    "не отправляйте заказ",
    "Не присылайте холодную пиццу",
    "хватит класть лук",
    "не хватит",
    "The bus stop is far",
    "don't stop",
    "отмените подписку",
    "I got lost",
    "Please contact me",
    "не звоните мне",
    "удалите меня",
    "No more onions",
    "Спасибо",
    "9",
    "",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_refusal_that_says_nothing_else_is_plain(text: str) -> None:
    assert stop_intent(text) is StopIntent.PLAIN


@pytest.mark.parametrize("text", AMONG_OTHER_WORDS)
def test_a_refusal_with_more_to_it_is_not_sure(text: str) -> None:
    assert stop_intent(text) is StopIntent.AMONG_OTHER_WORDS


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_words_about_something_else_refuse_nothing(text: str) -> None:
    assert stop_intent(text) is None


def test_a_story_is_no_refusal_however_it_ends() -> None:
    assert stop_intent("Пицца пришла холодной. " * 40 + "Не пишите мне больше.") is None


@pytest.mark.parametrize(
    "text",
    [
        "отмена",
        "Отмена!",
        "отменить",
        "передумала",
        "Я передумал.",
        "случайно",
        "ой, случайно нажала",
        "не надо",
        "Нет, не надо",
        "cancel",
        "Cancel please",
        "never mind",
        "Never mind, sorry",
        "I changed my mind",
        "by mistake",
        "Извините, ошибся",
        "forget it",
    ],
)
def test_a_cancellation_says_nothing_else(text: str) -> None:
    assert is_cancellation(text)


@pytest.mark.parametrize(
    "text",
    [
        "отмена заказа",
        "Отменили мой заказ",
        "не надо хамить",
        "Случайно разбили торт",
        "отмените заказ 551",
        "передумала покупать телефон",
        "cancel my order",
        "nothing",
        "отмена?",
        "Ошибся курьер",
        "the courier made a mistake",
        "мне случайно прислали чужой заказ",
        "не важно, что дорого, главное вкусно",
        "нет",
        "спасибо",
        "",
    ],
)
def test_words_about_something_else_cancel_nothing(text: str) -> None:
    assert not is_cancellation(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Что с моей жалобой?", "где моё обращение", "Здравствуйте! Подскажите, как там моя заявка?"),
        *(
            "Статус обращения",
            "есть новости по моей жалобе?",
            "когда ответ на мою жалобу??",
            "Ну и где моя жалоба",
        ),
        *("where is my complaint?", "Hi, any news about my case?", "what's the status of my ticket"),
        *("What is happening with my complaint, please?", "Where's my case"),
    ],
)
def test_a_question_about_a_case_says_nothing_else(text: str) -> None:
    assert asks_about_case(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Здравствуйте", "Как подать жалобу?", "Что с моей жалобой? Курьер опять опоздал", "где заказ"),
        *("жалоба", "моя жалоба на доставку", "Где курьер, жалоба!", "это случай из жизни"),
        *("In any case, where is my order?", "where is my order", "my complaint: cold coffee", "status"),
    ],
)
def test_words_about_something_else_ask_for_no_case(text: str) -> None:
    assert not asks_about_case(text)
