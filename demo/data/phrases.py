"""What customers of the demo say: comments by score and place, and complaints by category."""

from collections.abc import Mapping
from typing import Final

from demo.data.company import DELIVERY, NORTH, SOUTH
from surveys.language.text import Text

NAMES: Final = (
    Text("Мария", "Mary"), Text("Илья", "Daniel"), Text("Ольга", "Grace"), Text("Сергей", "Henry"),
    Text("Наталья", "Alice"), Text("Дмитрий", "James"), Text("Екатерина", "Kate"), Text("Артём", "Leo"),
    Text("Полина", "Pauline"), Text("Максим", "Max"), Text("Татьяна", "Tess"), Text("Роман", "Roman"),
)  # fmt: skip

PRAISE: Final[Mapping[Text, tuple[Text, ...]]] = {
    NORTH: (
        Text("Отличный кофе и очень приветливые бариста", "Excellent coffee and very friendly baristas"),
        Text("Уютно, быстро, всегда свежая выпечка", "Cosy, quick, and the pastry is always fresh"),
    ),
    SOUTH: (
        Text("Хороший кофе, приятная музыка", "Good coffee, nice music"),
        Text("Спасибо, помогли выбрать зерно, очень вкусно", "They helped me choose beans, lovely taste"),
    ),
    DELIVERY: (
        Text("Привезли раньше срока, всё идеально упаковано", "Arrived early and perfectly packed"),
        Text("Удобная подписка, зерно всегда свежее", "A handy subscription, the beans are always fresh"),
    ),
}
MIDDLING: Final = (
    Text("Всё нормально, но дороговато", "All fine, but a bit pricey"),
    Text("Хороший кофе, а вот очередь утром длинная", "Good coffee, but the morning queue is long"),
    Text("Не хватает десертов без сахара", "I miss desserts without sugar"),
)
BLAME: Final[Mapping[Text, tuple[Text, ...]]] = {
    NORTH: (
        Text("Долго ждала заказ, никто не извинился", "A long wait and nobody apologised"),
        Text("Кофе был холодный", "The coffee was cold"),
    ),
    SOUTH: (
        Text("Грязные столы и грубый кассир", "Dirty tables and a rude cashier"),
        Text("Перепутали заказ второй раз подряд", "My order was wrong for the second time"),
    ),
    DELIVERY: (
        Text("Ждал курьера два дня, ужасно", "Waited two days for the courier, awful"),
        Text("Привезли помятую коробку, пачка порвана", "The box was crushed and a bag was torn"),
        Text("Никто не предупредил, что заказ задержится", "Nobody told me the order would be late"),
    ),
}

STORIES: Final[Mapping[str, tuple[Text, ...]]] = {
    "delivery": (
        Text("Курьер не приехал ни вчера, ни сегодня, на звонки не отвечает",
             "The courier came neither yesterday nor today and does not pick up"),
        Text("Заказ опоздал на три дня, подарок пропал зря",
             "The order was three days late, the gift was of no use any more"),
    ),
    "quality": (
        Text("Зерно горелое, пить невозможно", "The beans are burnt, undrinkable"),
        Text("Торт оказался вчерашним", "The cake was yesterday's"),
    ),
    "wrong-item": (
        Text("Заказывала молотый, привезли в зёрнах", "I ordered ground coffee and got beans"),
        Text("В заказе не хватает одной пачки", "One bag is missing from my order"),
    ),
    "service": (
        Text("Кассир нагрубил и отказался переделать кофе", "The cashier was rude and refused to remake it"),
    ),
    "payment": (Text("Списали деньги дважды", "I was charged twice"),),
    "refund": (Text("Две недели жду возврат", "I have waited two weeks for my refund"),),
    "app": (Text("На сайте не проходит оплата, ошибка", "The website fails at the payment"),),
}  # fmt: skip

LEAVING: Final[Mapping[str, tuple[Text, ...]]] = {
    "PRICE_HIGH": (
        Text("В соседней кофейне на треть дешевле", "The place next door is a third cheaper"),
        Text("Подписка подорожала дважды за год", "The subscription went up twice in a year"),
    ),
    "COMPETITOR": (Text("Там доставка за час и всегда вовремя", "They deliver within an hour, every time"),),
    "NO_ITEM": (Text("Искала кофе без кофеина", "I was looking for decaf"),),
    "OTHER": (Text("Просто надоело", "I just got tired of it"),),
}

UNASKED: Final = (
    Text("Здравствуйте! Где мой заказ 551?", "Hello! Where is my order 551?"),
    Text("А вы работаете в праздники?", "Are you open on public holidays?"),
    Text("Передайте спасибо бариста Лене, у неё лучший раф", "Say thanks to Lena, she makes the best raf"),
    Text("Можно ли заморозить подписку на две недели?", "Can I pause my subscription for two weeks?"),
)
WISHES: Final = (
    Text("больше мест у окна", "more seats by the window"),
    Text("зерно в маленьких пачках на пробу", "small bags of beans to try"),
)
