# Тексты интерфейса. Правьте слова, не трогая имена слева от знака «=» и то, что стоит в фигурных скобках.

# Первые слова
start = Здравствуйте! Это «{ $business }».

    Здесь можно оценить нас и рассказать, что хорошо, а что нет. Мы читаем каждый отзыв.
start-open-question = Мы как раз ждём вашего ответа на вопрос выше.
button-rate = ⭐ Оценить нас
button-complain = 🙁 Пожаловаться
button-leave = 👋 Я ухожу
come-over = Расскажите об этом мне лично, это только между нами: { $link }
wish-how = Напишите своё пожелание сразу после команды, например: /wish больше мест у окна
wish-kept = Спасибо за идею! Записали и передадим тем, кто решает.

# Справка
help = Что я умею:

    /rate – оценить нас
    /complain – пожаловаться: разберёмся и ответим здесь
    /leave – сказать, почему вы уходите
    /wish – подсказать, что нам улучшить
    /settings – язык, предложения, напоминания
    /stop – не писать вам первыми
    /privacy – что мы храним и зачем
    /help – эта подсказка

    А ещё можно просто написать сообщение: оно не потеряется.
help-team =
    Для сотрудника:

    /cases – открытые обращения
    /case 17 – история обращения

    Ответ на сообщение о жалобе в группе поддержки уйдёт клиенту. Взять и закрыть обращение можно там же кнопками.
help-manager =
    Для руководителя:

    { $reports }

    К любой можно добавить слова: /nps 90d, /churn 2026-10, /complaints touchpoint:delivery. Период и точку переключают и кнопки под отчётом.

    /why 1001 – что писали клиенту и почему
    /team – кто в команде, кого пригласить
help-nps = оценки за этот месяц рядом с прошлым
help-complaints = жалобы: как часто, на что, кто ждёт ответа
help-churn = кто ушёл и почему
help-winback = помогают ли приглашения вернуться
help-owner = /setup – название, язык, часовой пояс
help-asked = С этим я не справлюсь, но подскажу, что умею: /help

# Конфиденциальность
privacy = Что мы храним и зачем

    • Ваши ответы и сообщения этому боту, язык, имя и номер профиля в Telegram (ваш: { $id }) – чтобы понять, что нам исправить, и ответить вам.
    • Данные видит только «{ $business }». Мы не передаём их для рекламы.
    • Попросить копию своих данных или удалить их можно прямо здесь: напишите об этом через /complain, и сотрудник ответит в течение 30 дней.

# Опрос
score-given = Ваша оценка: { $answer }
button-change = ✏️ Изменить оценку
answer-given = Ваш ответ: { $answer }
day-given = Записали: { $answer }
button-change-answer = ✏️ Изменить ответ
button-sort-out = 🤝 Разобраться вместе
answer-same = Этот ответ уже записан, спасибо!
answer-skipped = Хорошо, пропускаем
leaving-thanks = Спасибо, что рассказали. Мы это учтём, а пока занимаемся вашим обращением: ответ придёт сюда.
score-not-understood = Нажмите на оценку от 0 до 10 или напишите её цифрами, например 8.
score-out-of-range = Оценка – это число от 0 до 10. Какую поставите?
score-same = Оценка { $answer } уже записана, спасибо!
score-changed = Изменили: теперь { $score }
score-saved = Записали: { $score }
closed-answer = Этот ответ уже нельзя изменить. Если что-то поменялось, расскажите заново: { $command }
closed-question = Этот вопрос уже закрыт. Ответить заново: { $command }
question-unknown = Эта кнопка больше не работает. Начать сначала: /start
question-again = Мы ненадолго пропадали, и ваш ответ мог не дойти. Если вы уже нажимали, нажмите, пожалуйста, ещё раз.
choose-new-score = Выберите новую оценку.
choose-new-answer = Выберите другой ответ.
option-not-understood = Сообщение сохранили, спасибо! А чтобы ответить на вопрос, нажмите, пожалуйста, одну из кнопок.
date-not-understood = Сообщение сохранили, но дату не разобрали. Нажмите кнопку или напишите, например, «в марте», «через месяц» или 15.03.
media-not-accepted = Получили и сохранили, спасибо! Чтобы мы смогли разобраться, напишите пару слов или пришлите фото, видео, документ или голосовое.

# То, что не ответ
message-kept = Спасибо, сообщение получили и сохранили. Поставить оценку: /rate. Если что-то пошло не так: /complain
case-added = Передали сотруднику, он ответит здесь.
why-kept = Спасибо, получили и сохранили! Если захотите добавить пару слов, просто напишите.
edited-kept = Заметили, что вы исправили сообщение, и сохранили новый текст.
edited-score = Чтобы исправить оценку, нажмите «Изменить оценку» под вопросом.

# Отчёт об NPS и то, что говорят все отчёты
nps-head = 📊 NPS { $period }: { $nps }
nps-rose = · вырос
nps-fell = · ⚠️ упал
nps-interval = от { $low } до { $high } (95 %), n = { $count }
nps-few = ⚠️ Ответов мало: { $n }. Истинное значение – от { $low } до { $high }, тренд не показываю.
nps-hidden = { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    } за { $period }: оценка скрыта, чтобы не раскрыть клиентов.
nps-none = За { $period } ответов пока нет.
nps-previous = { $period }: { $nps } (n = { $count })
nps-previous-hidden = { $period }: { $n ->
        [0] ответов нет
        [one] { $n } ответ, слишком мало
        [few] { $n } ответа, слишком мало
       *[many] { $n } ответов, слишком мало
    }
nps-change-significant = изменение { $change }, от { $low } до { $high }: значимо
change-noise = без значимых изменений
period-bad = Не понял «{ $word }». Можно так: /{ $command } 90d, /{ $command } 2026-10, /{ $command } touchpoint:delivery
touchpoint-unknown = Точки «{ $touchpoint }» в данных нет. Выберите другую кнопкой.
touchpoint-none-here = Этот отчёт один для всех точек. Выберите период кнопкой.
report-button-stale = Эта кнопка устарела. Запросите отчёт заново, и всё заработает.
report-foot = { $dates } · данные на { $time }
report-foot-touchpoint = { $dates } · точка: { $touchpoint } · данные на { $time }
button-month = Этот месяц
button-last-month = Прошлый месяц
button-90-days = 90 дней
button-year = Год
button-everywhere = Все точки
button-report = Отчёт
button-open-cases = Открытые
button-by-people = По людям
button-by-money = По деньгам
button-quotes = Цитаты

# Отчёт о жалобах
complaints-head = 📮 Жалобы, { $period }: { $verdict }
complaints-more = ⚠️ стало чаще
complaints-less = стало реже
complaints-few = мало для выводов
complaints-unknown = { $n ->
        [one] { $count } жалоба
        [few] { $count } жалобы
       *[many] { $count } жалоб
    }
complaints-none = 📮 Жалоб за { $period } нет.
complaints-rate = { $rate } на 100 заказов (от { $low } до { $high })
complaints-of-orders = Жалоб { $cases }, заказов { $orders }
complaints-no-orders = Заказы не загружены: сколько жалоб на 100 заказов, неизвестно.
complaints-no-orders-here = Заказов с этой точкой не загружено: сколько жалоб на 100 заказов, неизвестно.
complaints-no-orders-yet = Заказов за это время нет: сравнить не с чем.
complaints-previous = { $period }: { $rate } (жалоб { $cases }, заказов { $orders })
complaints-previous-cases = { $period }: жалоб { $cases }
complaints-reply = Первый ответ: обычно { $median }, 9 из 10 за { $most }
complaints-solved = Решение: обычно { $median } · открыты снова: { $reopened }
complaints-reopened = Открыты снова: { $reopened }
complaints-unanswered = 🔴 Без ответа: { $cases }, дольше всего ждут { $age }
complaints-no-topic = Без темы
complaints-open = Открытые обращения: { $cases }
complaints-open-none = Открытых обращений нет 🎉
complaints-open-more = …и ещё { $cases }
report-rest = Прочее

# Отчёт об уходах
churn-head = 🚪 Отток, { $period }: { $verdict }
churn-more = ⚠️ вырос
churn-less = снизился
churn-few = мало для выводов
churn-left = { $n ->
        [one] ушёл { $count } клиент
        [few] ушли { $count } клиента
       *[many] ушло { $count } клиентов
    }
churn-told = { $n ->
        [0] почему уходят, пока никто не сказал
        [one] о причине сказал { $count } человек
        [few] о причине сказали { $count } человека
       *[many] о причине сказали { $count } человек
    }
churn-nobody = никто не ушёл
churn-rate = { $lost } из { $started } на начало = { $share } (от { $low } до { $high })
churn-previous = { $period }: { $share } ({ $lost } из { $started })
churn-not-begun = период ещё не начался
churn-running = период ещё идёт
churn-no-base-here = Клиенты не привязаны к точкам: доля ушедших есть только в общем отчёте.
churn-no-start = На начало периода клиентов ещё не было: доли ушедших нет.
churn-no-base = Список клиентов не загружен: какая доля ушла, неизвестно.
churn-coverage = Причину назвали { $told } из { $gone } ({ $share })
churn-still-here = не ушли, как оказалось: { $count }
churn-reasons-none = Причин пока никто не назвал.
churn-reasons-hidden = Причин названо мало ({ $count }): скрыты, чтобы не раскрыть клиентов.
churn-column-reason = Причина
churn-column-people = люди
churn-column-money = { $currency }/мес
churn-kept = Можно было удержать: { $people } из { $told }
churn-kept-money = Можно было удержать: { $people } из { $told }, { $money } в месяц
churn-natural = 🌿 уход естественный
churn-no-money = Доход от клиентов не загружен: в деньгах потери неизвестны.
churn-quotes = 💬 Своими словами, { $period }
churn-quotes-none = За { $period } уходящие ничего не написали своими словами.

# Отчёт о возврате
winback-head = 🎁 Возврат клиентов: { $verdict }
winback-proven = ✅ приглашения работают
winback-worse = ⚠️ с приглашением возвращаются реже
winback-unproven = эффект не доказан
winback-no-holdout = эффект неизвестен
winback-early = судить рано
winback-none = никого не приглашали
winback-treated = Приглашали { $n } → вернулись { $returned } ({ $share })
winback-holdout = Контроль { $n } → вернулись { $returned } ({ $share })
winback-difference = Разница { $points } п. п. (от { $low } до { $high })
winback-incremental = Благодаря приглашениям вернулись примерно { $count }
winback-needed = Чтобы увидеть эффект, в контроле нужно человек: { $count }
winback-holdout-missing = Контрольной группы нет: сколько вернулись бы и сами, неизвестно.
winback-delivered = Доставлено { $count } · отписались { $unsubscribed } ({ $share })
winback-delivered-none = Доставлено: 0
winback-waiting = Ещё ждём: { $count }, их { $days } дней не прошли
winback-column-reason = Причина
winback-column-people = люди
winback-column-effect = п. п.
winback-few-reasons = По остальным причинам людей мало.

# Сотрудники
role-owner = владелец
role-manager = руководитель
role-support = поддержка
invitation-welcome = Теперь вы в команде «{ $business }», ваша роль: { $role }. Что вам доступно: /help
invitation-spent = Эта ссылка уже использована или устарела. Попросите новую у того, кто её прислал.
invitation-link = Ссылка для одного человека, роль: { $role }. Она работает три дня и один раз. Перешлите её только тому, кого приглашаете:

    { $link }
team = В команде (кнопка ✖ закрывает доступ):
team-empty = В команде пока никого. Пригласите первого.
team-left = ⚠️ { $name } больше не в группе поддержки, но по-прежнему может читать обращения в личном чате со мной. Закрыть доступ?
button-team-close = Закрыть доступ
team-closed-before = Этот доступ уже закрыт
team-removed = Доступ закрыт
button-invite-owner = Пригласить владельца
button-invite-manager = Пригласить руководителя
button-invite-support = Пригласить в поддержку

# Список команд в Telegram
command-rate = Оценить нас
command-complain = Пожаловаться
command-leave = Сказать, почему вы уходите
command-wish = Подсказать, что улучшить
command-help = Что умеет бот
command-privacy = Что мы храним и зачем

# Обращения: карточка и ход дела в группе поддержки
sentiment-negative = негативный тон
sentiment-neutral = нейтральный тон
sentiment-positive = позитивный тон
sentiment-unknown = без слов
language-ru = русский
language-en = английский
case-from-complaint = Пришло жалобой
case-from-score = Пришло с низкой оценкой
case-from-leaving = Пришло от уходящего клиента
case-touchpoint = Где: { $touchpoint }
case-score = Оценка: { $score }
case-customer = Клиент: { $name } · язык: { $language }
case-segment = сегмент: { $segment }
case-before = Обращений раньше: { $n }
case-open = 🆕 Ждёт того, кто возьмёт
case-taken = ✋ В работе: { $name }
case-answered = 💬 Ответ дан: { $name }
case-closed = ✅ Закрыто: { $cause }
button-take = ✋ Взять
button-close = ✅ Закрыть
button-causes-back = ← Не закрывать
owner-no-support-chat = Группы поддержки пока нет, поэтому пишу вам. Добавьте меня в группу сотрудников, и обращения будут приходить туда.

# Что и когда можно присылать
consent-question = И последнее: можно иногда присылать вам предложения, например когда мы исправим то, чего вам не хватало? Передумать можно в любой момент: /settings
button-consent-yes = Да, можно
button-consent-no = Нет, не нужно
consent-given = Спасибо! Будем писать, только если есть что сказать. Передумать можно в любой момент: /settings
consent-refused = Поняли: никаких предложений. Если передумаете: /settings
stop-done = Готово: первыми больше не пишем. На всё, что вы напишете или нажмёте здесь, ответим, как и прежде, и открытые обращения доведём до конца.
button-resume = Снова можно мне писать
stop-undone = Рады снова быть на связи! Что вам присылать, решаете вы: /settings
settings = ⚙️ Как вам удобно

    Язык: русский
    Предложения: { $offers ->
        [yes] да
       *[no] нет
    }
    Вопросы и напоминания от нас: { $messages ->
        [yes] да
       *[no] нет
    }
button-language = 🌐 English
button-offers-on = Присылать предложения
button-offers-off = Без предложений
button-messages-on = Можно мне писать
button-messages-off = Не писать мне первыми
settings-saved = Сохранили
button-back-again = 👋 Я снова с вами
button-no-more = Не пишите мне
back-again = Как хорошо, что вы снова с нами! Если что-то понадобится, просто напишите.
no-more = Поняли, больше предложений не пришлём. Всего вам доброго!

# Картинки отчётов
picture-nps = NPS по месяцам
picture-nps-last = NPS { $month }: { $nps } (от { $low } до { $high })
picture-nps-note = Точка – NPS за месяц, черта – интервал 95 %, n – сколько ответов.
picture-note-few = Пустая точка: меньше 30 ответов.
picture-n = n
picture-complaints-rate = Жалобы на 100 заказов
picture-complaints-last = За { $month }: { $rate } (от { $low } до { $high })
picture-complaints-note = Точка – жалоб на 100 заказов, черта – интервал 95 %.
picture-complaints-count = Жалобы по месяцам
picture-complaints-unknown = Сколько было заказов, неизвестно: загрузите их, и здесь будет доля.
picture-cases = жалоб
picture-orders = заказов
picture-categories = На что жалуются
picture-categories-note = Сколько обращений открыто за период.
picture-no-category = Без категории
picture-rest = Остальное
picture-churn = Почему уходят
picture-churn-kept = Можно было удержать: { $avoidable } из { $answered }
picture-churn-note = Причину назвали { $answered } из { $gone } ушедших.
picture-churn-vital = выше черты 80 % ушедших
picture-people = Люди
picture-money = { $currency } в месяц
picture-avoidable = можно удержать
picture-natural = естественная причина
picture-involuntary = не по своей воле
picture-unknown = неизвестно
picture-winback = Возвращаются ли клиенты
picture-winback-all = Все причины
picture-winback-treated = Написали: вернулись { $returned } из { $assigned }
picture-winback-holdout = Не писали: вернулись { $returned } из { $assigned }
picture-winback-proven = Эффект { $points } п. п. (от { $low } до { $high }): доказан
picture-winback-unproven = Эффект { $points } п. п. (от { $low } до { $high }): не доказан
picture-winback-unknown = Сравнить не с кем: эффект неизвестен
picture-winback-note = Точка – доля вернувшихся за 30 дней, черта – интервал 95 %.

# Обращения: что отвечаем сотрудникам
refused-not-enrolled = Это могут делать только сотрудники. Попросите у владельца ссылку-приглашение.
refused-already-yours = Это обращение уже у вас.
refused-taken-by-other = Это обращение взял ваш коллега. Передать его может руководитель или владелец.
refused-already-closed = Обращение уже закрыто, клиенту ничего не отправлено. Если клиент напишет в течение недели, оно откроется снова.
close-which-cause = По какой причине закрываем?
close-unknown-cause = Такой причины нет. Выберите из этих:
case-kept-open = Обращение остаётся открытым.
case-unknown = Такого обращения нет.
case-which = Напишите номер обращения: /case 17
cases = Открытые обращения: { $n }
cases-none = Открытых обращений нет 🎉
cases-more = И ещё { $n }, не поместились.
waits-minutes = { $n } мин
waits-hours = { $n } ч
waits-days = { $n } дн.
file-photo = [фото]
file-voice = [голосовое]
file-video = [видео]
file-sticker = [стикер]
file-other = [файл]
support-stranger = Клиенту это не отправлено: вас пока нет среди сотрудников. Попросите у владельца ссылку-приглашение, и сможете отвечать.
support-anonymous = Клиенту это не отправлено: вы пишете анонимно, и я не вижу, кто вы. Выключите анонимность в правах администратора или напишите от своего имени.
support-unreachable = ⚠️ Не дошло: клиент закрыл чат с ботом. Когда он вернётся, можно будет написать снова.
support-left = ⚠️ Клиент закрыл чат с ботом: последние сообщения могли не дойти, а новые не дойдут, пока он не вернётся.
support-not-passed = Такое клиенту не передать. Можно текст, фото, голос, видео, файл или стикер.
support-forward = Пересланное клиенту не отправляю: вдруг оно внутреннее. Напишите или пришлите сами.
support-edited = Клиент уже получил первый вариант, и он у него останется. Если нужно поправить, напишите новым сообщением.
support-no-case = Не вижу, о каком обращении речь. Напишите это в его теме или ответом на любое его сообщение.
support-commands = Такой команды здесь нет, клиенту ничего не отправлено. Есть /cases и /case 17, а в обращении – /take, /close и //заметка для своих. Остальное умею в личном чате.
support-where = Эта команда работает в группе поддержки: в теме обращения или ответом на его сообщение.
support-where-none = Эта команда работает в группе поддержки, а её пока нет. Добавьте меня в группу сотрудников.

# Первая настройка
setup-language = Давайте познакомимся: три коротких вопроса, и можно работать.

    На каком языке говорим? / Which language do we speak?
setup-name = Как называется ваша компания? Так её увидят клиенты. Нажмите на название или напишите другое.
setup-name-long = Это слишком длинно: клиентам хватит 64 знаков. Как написать короче?
setup-zone = Где вы работаете? По этому времени считаются дни в отчётах, и ночью бот никого не потревожит. Выберите или напишите, например «Екатеринбург», Europe/Berlin или +5.
setup-zone-unknown = Не нашёл такого места. Напишите крупный город рядом, название вроде Europe/Berlin или разницу с Гринвичем, например +5.
setup-answered = Этот вопрос уже позади. Настроить заново: /setup
setup-done = Готово! ✅

    «{ $business }», { $place } (UTC{ $shift }): у вас сейчас { $time }.
setup-next-group = Что дальше:

    1. Добавьте меня в группу поддержки и сделайте администратором: туда будут приходить жалобы. Если включить в группе темы, у каждой жалобы будет своя.
    2. Пригласите коллег: /team
    3. Посмотрите на всё глазами клиента – кнопка внизу.

    Изменить настройки: /setup
setup-next-team = Что дальше: пригласите коллег через /team и посмотрите на всё глазами клиента – кнопка внизу.

    Изменить настройки: /setup
button-test-survey = Пройти опрос самому
owner-hint = Вы владелец: команда и приглашения – /team, цифры – /nps, название, язык и часовой пояс – /setup
command-nps = NPS: оценки за этот месяц
command-complaints = Жалобы: как часто и на что
command-churn = Кто ушёл и почему
command-winback = Возвращаются ли после приглашений
command-why = Что писали клиенту и почему: /why 1001
command-team = Команда и приглашения
command-setup = Название, язык, часовой пояс
command-cases = Открытые обращения
command-case = История обращения: /case 17
command-take = Взять обращение в работу
command-close = Закрыть обращение и назвать причину
command-settings = Язык, предложения, напоминания
command-stop = Не писать мне первыми

# Группа поддержки
group-offer = Меня добавили в группу «{ $title }». Сделать её группой поддержки? Туда будут приходить жалобы, а ответы сотрудников пойдут клиентам.
group-offer-stranger = Добавил(а): { $name }. Этого человека нет в вашей команде: нажимайте, только если группа ваша.
button-group-choose = Сделать группой поддержки
button-group-again = Проверить ещё раз
group-lacks = Почти всё готово. В группе «{ $title }» мне не хватает прав:

    { $lacks }
group-needs-admin = Сделайте меня администратором: название группы → «Изменить» → «Администраторы» → «Добавить администратора». Без этого я не вижу, что пишут сотрудники.
group-needs-topics = Включите мне право «Управление темами»: название группы → «Изменить» → «Администраторы» → я. Без него у жалоб не будет своих тем.
group-not-yet = Пока не хватает прав
group-gone = Меня в этой группе больше нет. Добавьте меня снова.
group-chosen = Готово: «{ $title }» – группа поддержки. Жалобы придут туда, отвечать может каждый, кто есть в /team.
group-greeting = Здесь теперь разбираем жалобы клиентов «{ $business }». Ответ на сообщение о жалобе уйдёт клиенту, если вы есть в команде: ссылку даёт руководитель командой /team.
group-alarm = ⚠️ В группе поддержки «{ $title }» мне не хватает прав:

    { $lacks }
group-lost = ⚠️ Меня удалили из группы поддержки «{ $title }». О новых жалобах буду писать вам сюда. Верните меня в группу или добавьте в другую: я предложу сделать её группой поддержки.

# Почему клиенту писали или не писали
why-usage = О ком рассказать? Например, /why 1001: номер клиента в вашей системе или его id в Telegram.
why-nobody = Такого клиента нет. Нужен его номер в вашей системе или id в Telegram.
why-offers-yes = Согласие на предложения есть.
why-offers-no = Предложений не хочет.
why-offers-unasked = О предложениях ещё не спрашивали.
why-stopped = Попросил не писать первыми: { $time }.
why-blocked = Заблокировал бота: { $time }.
why-left = Уход: { $time }.
why-open-case = Есть открытая жалоба.
why-reminder = напоминание
why-invitation = приглашение вернуться
why-survey = опрос
why-service = наш вопрос
why-sent = ✅ { $time } · { $what }: отправлено
why-posted = 📤 { $time } · { $what }: отправляется
why-wait = ⏳ { $time } · { $what }: ждёт до { $until }, { $why }
why-waits = ⏳ { $time } · { $what }: ждёт, { $why }
why-never = 🚫 { $time } · { $what }: не отправлено, { $why }
why-nothing = Сами мы этому клиенту ничего не писали.
why-next = Что дальше:
why-coming = { $time } · { $what }, если ничто не помешает
policy-due = ничто не мешает
policy-not-yet = ещё не время
policy-quiet-hours = тихие часы у клиента
policy-weekly-cap = за неделю уже написали достаточно
policy-relational-rest = общий вопрос о нас задавали недавно
policy-survey-rest = недавно уже был опрос
policy-open-case = жалоба клиента ещё открыта
policy-too-late = уже поздно, сообщение потеряло смысл
policy-unreachable = клиент заблокировал бота или не начинал разговор
policy-stopped = клиент попросил не писать (/stop)
policy-no-consent = нет согласия на предложения
policy-held-out = в контрольной группе: ей не пишем
policy-obsolete = уже не нужно: ответ есть или клиент вернулся
policy-uncertain = связь оборвалась при отправке: повторять нельзя
policy-failed = отправить не удалось
