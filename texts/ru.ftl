# Тексты интерфейса. Правьте слова, не трогая имена слева от знака «=» и то, что стоит в фигурных скобках.

# Первые слова
start = Здравствуйте! Это «{ $business }».

    Здесь можно оценить нас и рассказать, что хорошо, а что нет.
start-open-question = Мы как раз ждём вашего ответа на вопрос выше.
button-rate = ⭐ Оценить нас
button-complain = 🙁 Пожаловаться
come-over = Расскажите об этом мне лично, это только между нами: { $link }
wish-how = Напишите своё пожелание сразу после команды, например: /wish больше мест у окна
wish-kept = Спасибо за идею! Записали, команда её прочитает.

# Справка
help = Что я умею:

    /rate — оценить нас
    /complain — пожаловаться: разберёмся и ответим здесь
    /mycase — что с вашим обращением
    /leave — сказать, почему вы уходите
    /wish — подсказать, что нам улучшить
    /settings — язык, предложения, напоминания
    /stop — не писать вам первыми
    /privacy — что мы храним и зачем
    /mydata — копия ваших данных
    /forget — удалить всё о себе
    /help — эта подсказка

    А ещё можно просто написать сообщение: оно не потеряется.
help-team =
    Для сотрудника:

    /cases — открытые обращения
    /case 17 — история обращения
    /ref 17-4 — найти обращение по коду, который назвал клиент
    /open +7 916 123-45-67 не тот торт — обращение со слов клиента
    /customer #17 — карточка клиента: по номеру обращения, телефону или вашему номеру
    /inbox — отзывы, пожелания и вопросы клиентов: прочитать, ответить, завести обращение
    /t — готовые ответы клиентам
    /away до понедельника — вас нет: обращения вернутся в очередь
    /back — вы снова на месте

    Сообщение в теме обращения в группе поддержки или ответ на сообщение о нём уйдёт клиенту, а //заметка с двух косых черт останется среди своих: под ней встанет 🙊. Взять и закрыть обращение можно там же кнопками. 👌 под вашим ответом значит, что он дошёл, ✍ — что дошла и правка. Правки и реакции видны обеим сторонам; /undo удалит ответ у клиента.
    Ещё там: /give — передать коллеге, /merge 17 — присоединить к другому обращению клиента, /about — обращение о сотруднике, /severity — насколько оно серьёзно. Всё это напомнит /help в группе.
help-manager =
    Для руководителя:

    { $reports }

    К любой можно добавить слова: /nps 90d, /churn 2026-10, /complaints touchpoint:delivery. Период и точку переключают и кнопки под отчётом.

    /why 1001 — что писали клиенту и почему
    /digest — сводка за неделю: когда присылать
    /action — записать, что вы сделали, чтобы видеть это на графике
    /actions — что вы уже записали
    /duplicates — похоже, один человек, а номера разные
    /campaigns — рассылки: кому, что, и что из этого вышло
    /surveys — опросы, цепочки, предложения и тексты: включить, посмотреть, поправить
    /link nps — ссылка на опрос и QR-код
    /dashboard — все отчёты на одной странице
    /export заказы 2026-10 — данные файлом
    /import — загрузить клиентов или заказы: просто пришлите файл
    /team — кто в команде, кого пригласить
help-report = /{ $command } — { $does }
help-nps = оценки за 30 дней рядом с прошлыми 30
help-complaints = жалобы: как часто, на что, кто ждёт ответа
help-churn = кто ушёл и почему
help-retention = кто заказывает снова и сколько стоит клиент
help-winback = помогают ли приглашения вернуться
help-risk = кто может уйти и почему
help-words = о чём пишут клиенты и что именно
help-base = сколько клиентов, кто пришёл, вернулся и ушёл
help-owner = /setup — название, язык, часовой пояс
    /calls — звать ли вас к просроченным обращениям и ночью
    /audit — кто что делал с данными и кто смотрел клиентов
staff-start = Здравствуйте! Вы в команде «{ $business }», ваша роль: { $role }.
staff-start-numbers = Спросите своими словами, например «жалобы за октябрь» или «отток за прошлый месяц», или нажмите кнопку. Всё, что я умею: /help
staff-start-cases = Спросите своими словами, например «открытые обращения» или «обращение 17», или нажмите кнопку. Всё, что я умею: /help
staff-choose = Что показать? Можно и словами: «жалобы за октябрь», «отток за прошлый месяц», «обращение 17».
staff-choose-cases = Что показать? Можно и словами: «открытые обращения», «обращение 17».
staff-period-unclear = Не понял, за какой период. Нажмите кнопку и выберите его под отчётом или напишите, например, { $command } 2026-10.
button-staff-cases = 📋 Открытые обращения
button-as-customer = 👀 Глазами клиента

# Начала слов, по которым отчёт или список узнают в вопросе сотрудника, через пробел
words-nps = nps нпс оценк рейтинг лояльност
words-complaints = жалоб претензи
words-churn = отток ушл уходят уходит уход
words-retention = удержан повторн возвращаем когорт
words-winback = возврат вернул вернут возвраща приглашени
words-risk = риск рискует молчун молчат замолч
words-words = слова тем коммент отзыв пишут
words-base = база базу базе базы
words-cases = обращени дело тикет ждет ждут открыт

help-asked = С этим я не справлюсь, но подскажу, что умею: /help
command-guess = Такой команды нет. Может быть, { $command }? Всё, что я умею: /help

# Конфиденциальность
privacy = Что мы храним и зачем

    • Ваши ответы и сообщения этому боту, язык, имя, часовой пояс и телефон, если вы их назвали, и номер профиля в Telegram (ваш: { $id }) — чтобы понять, что нам исправить, и ответить вам.
    • Читают это только сотрудники компании «{ $business }»: поддержка, руководители и владельцы. Для рекламы мы данные никому не передаём.

    Сколько храним
    • Тексты ответов и сообщений: { $answers }.
    • Тексты обращений, считая от закрытия: { $complaints }.
    • Присланные фото, голосовые и файлы: { $files }.
    • Подробности заказов, кроме дня и суммы: { $orders }.
    • Оценки и другие числа остаются в отчётах.

    Копию всего, что мы о вас храним, пришлёт команда /mydata, удалить всё можно командой /forget.
privacy-period = { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
privacy-no-period = пока вы не попросите удалить

# Согласие на обработку, если компания его спрашивает
processing-question = Здравствуйте! Это бот «{ $business }».

    Чтобы отвечать вам, мы сохраняем ваши сообщения и оценки, имя и номер профиля в Telegram. Что храним, зачем и сколько: /privacy. Отозвать согласие и удалить всё: /forget

    Соглашаетесь? Нажмите кнопку, и мы ответим на то, что вы написали: семь дней оно подождёт.
button-agree = ✅ Соглашаюсь
words-agree = соглашаюсь, согласен, согласна, да
processing-agreed = Спасибо, согласие записали. Отозвать его можно в любой момент: /forget

# Права человека на свои данные
mydata-ordered = Собираем ваши данные: файл придёт сюда через минуту.
mydata = Всё, что мы о вас храним

    Имя: { $name }
    Ответов: { $answers }, сообщений: { $messages }, обращений: { $cases }, заказов: { $orders }, присланных файлов: { $files }

    Полностью — в файле: его откроет любой текстовый редактор.
forget-ask = Удалить всё, что мы о вас знаем?

    Сотрём ваше имя, контакты, сообщения, ответы своими словами и файлы. Останутся только оценки и суммы для отчётов: чьи они, узнать будет нельзя. Вернуть удалённое тоже нельзя, поэтому сначала можно взять копию: /mydata
    { $cases ->
        [0] { "" }
        [one] У вас { $cases } открытое обращение. Мы закроем его и ответить уже не сможем.
        [few] У вас { $cases } открытых обращения. Мы закроем их и ответить уже не сможем.
       *[other] У вас { $cases } открытых обращений. Мы закроем их и ответить уже не сможем.
    }
button-forget-yes = Удалить навсегда
button-forget-no = Оставить как есть
forget-kept = Ничего не удалили: всё осталось как было.
forget-done = Готово: кто вы, мы больше не знаем. Сообщения и файлы стираем прямо сейчас, а из резервных копий они уйдут вместе со старыми копиями. Эту переписку в Telegram можете удалить и вы сами. Если напишете снова, познакомимся заново.
forgotten-topics = Клиент удалил свои данные. Его обращения закрыты, их темы удаляем: { $cases }
forgotten-messages = Клиент удалил свои данные, его обращения закрыты: { $cases }. Пожалуйста, удалите сообщения о них и здесь: старые сообщения бот удалить не может.

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
leaving-thanks-muted = Рекламы от нас больше не будет. А вашим обращением мы занимаемся: ответ придёт сюда.
score-not-understood = Нажмите на оценку от 0 до 10 или напишите её цифрами, например 8.
score-out-of-range = Оценка — это число от 0 до 10. Какую поставите?
score-uncertain = { $score } — это оценка? Ваше сообщение сохранили в любом случае.
score-correct = Изменить оценку: вместо { $given } поставить { $score }?
button-score-yes = Да, { $score }
button-score-no = Нет, это не оценка
button-keep = Оставить { $answer }
score-words-kept = Сохранили ваши слова, спасибо! А какую поставите оценку?
answer-known = Этот ответ у нас уже записан. Если передумали, его можно изменить.
score-same = Оценка { $answer } уже записана, спасибо!
score-changed = Изменили: теперь { $score }
score-saved = Записали: { $score }
closed-answer = Этот ответ уже нельзя изменить. Если что-то поменялось, расскажите заново: { $command }
closed-question = Этот вопрос уже закрыт. Ответить заново: { $command }
preview = 👀 Так это видят клиенты. Вы в команде, поэтому ваши ответы не попадут ни в отчёты, ни к коллегам.
preview-end = Это был просмотр: вы в команде, поэтому ответы не попали ни в отчёты, ни к коллегам. О настоящей беде скажите им сами.
preview-words = 👀 Вы в команде, поэтому эти слова никому не ушли: ни клиентам, ни коллегам.
question-unknown = Эта кнопка больше не работает. Начать сначала: /start
question-again = Мы ненадолго пропадали, и ваш ответ мог не дойти. Если вы уже нажимали, нажмите, пожалуйста, ещё раз.
choose-new-score = Выберите новую оценку.
choose-new-answer = Выберите другой ответ.
csat-not-understood = Нажмите на одно из лиц или напишите цифру от 1 до 5, например 4.
csat-out-of-range = Здесь оценка от 1 до 5. Какую поставите?
effort-not-understood = Нажмите на цифру от 1 до 7 или напишите её, например 6.
effort-out-of-range = Здесь шкала от 1 до 7. Сколько поставите?
thumbs-not-understood = Сообщение сохранили, спасибо! А чтобы ответить, нажмите на одну из двух кнопок или напишите «да» либо «нет».
options-not-understood = Сообщение сохранили, спасибо! А чтобы ответить, отметьте кнопки, которые подходят, и нажмите последнюю.
options-too-few = { $n ->
    [one] Отметьте хотя бы { $n } вариант.
    [few] Отметьте хотя бы { $n } варианта.
   *[other] Отметьте хотя бы { $n } вариантов.
  }
options-too-many = { $n ->
    [one] Можно выбрать только { $n } вариант: снимите отметку с другого.
    [few] Можно выбрать не больше { $n } вариантов: снимите отметку с другого.
   *[other] Можно выбрать не больше { $n } вариантов: снимите отметку с другого.
  }
question-progress = { $place } из { $total }
later-said-tomorrow = Хорошо, вернёмся к этому завтра.
later-said-week = Хорошо, вернёмся к этому через неделю.
later-said-never = Хорошо, больше об этом не спросим.
later-asked = Вы просили спросить позже. Если сейчас удобно:
button-answer-now = Ответить сейчас
preview-later = Это просмотр: в команде ничего не откладывается.
case-not-solved = Жаль, что помочь не вышло. Хотите, вернёмся к обращению { $number }?
button-case-again = 🔁 Вернуться к обращению
case-again-words = Вопрос не решён
case-opens = Сейчас нерабочее время, снова будем на связи { $day ->
        [today] сегодня в { $time }
        [tomorrow] завтра в { $time }
       *[later] { $date } в { $time }
    }.
case-expected = Ответим { $day ->
        [today] сегодня до { $time }
        [tomorrow] завтра до { $time }
       *[later] { $date } до { $time }
    }.
case-late = Отвечаем дольше, чем обещали. Простите.
button-my-case = 🔎 Что с моим обращением
my-case = Обращение { $number }, код { $code }
my-case-open = Ждёт сотрудника.
my-case-taken = Им занимается сотрудник.
my-case-taken-by = Им занимается { $name }.
my-case-answered = Мы ответили здесь. Если вопрос остался, просто напишите.
my-case-closed = Обращение { $number } закрыто. Если вопрос остался, просто напишите сюда.
my-case-none = Открытых обращений у вас нет. Если что-то пошло не так, расскажите: /complain
button-helped-yes = 👍 Да
button-helped-no = 👎 Нет
helped-yes = Обращение { $number } закрыто. Рады, что помогло!
helped-no = Обращение { $number } мы закрыли, но вам это не помогло.
case-again-gone = Это обращение закрыто слишком давно. Расскажите заново: /complain
option-not-understood = Сообщение сохранили, спасибо! А чтобы ответить на вопрос, нажмите, пожалуйста, одну из кнопок.
complaint-greeted = Мы на связи. Расскажите, что случилось: напишите, пришлите фото или наговорите голосом.
complaint-about = И ещё: о чём это? Хватит одного нажатия. А если под рукой номер заказа, пришлите и его.
date-not-understood = Сообщение сохранили, но дату не разобрали. Нажмите кнопку или напишите, например, «в марте», «через месяц» или 15.03.
media-not-accepted = Получили и сохранили, спасибо! Чтобы мы смогли разобраться, напишите пару слов или пришлите фото, видео, документ или голосовое.

# То, что не ответ
message-kept = Спасибо, получили: сотрудник прочитает. Если что-то пошло не так, нажмите кнопку — заведём обращение и ответим здесь.
message-noted = Спасибо! Если что-то понадобится, просто напишите.
nobody-reads-yet = Спасибо, сохранили! Читать пока некому: сотрудники ещё не подключились. Как только появятся, увидят ваши слова.
button-complain-words = 🙁 Это жалоба
complaint-opened = Завели обращение { $number }: ответ придёт сюда.
complaint-already = Это уже обращение { $number }: ответ придёт сюда.
case-added = Передали сотруднику, он ответит здесь.
case-collected = Сообщений много, поэтому собираем их и передаём сотруднику вместе. Ничего не потеряется, ответ придёт сюда.
case-joined = Добавили это к вашему обращению { $number }: открытых у вас уже несколько, сотрудник прочитает всё вместе.
case-merged = Ваши обращения { $number } и { $into } об одном, поэтому ответим на оба сразу. Их номер теперь { $into }.
case-unfinished = Вы начали рассказывать, что пошло не так, и не закончили. Мы записали это как обращение { $number }: сотрудник увидит его и напишет сюда. Если всё уже решилось, просто скажите об этом.
case-undescribed = ✍️ Клиент начал жалобу и не рассказал, что случилось. Спросите его.
update-kept = Простите, с этим сообщением мы не справились. Оно сохранено, ничего не пропало. Попробуйте, пожалуйста, сказать иначе или напишите /help.
courtesy = И вам спасибо! Если что-то понадобится, просто напишите.
case-about = По обращению { $number }:
case-answer-by = 👤 { $name }:
reply-closed = Сообщение сохранили, но вопрос, на который вы отвечаете, уже закрыт. Ответить заново: { $command }
case-added-kept = Сохранили. Сотрудник увидит это, как только получится ему показать.
case-kept = Сохранили ваше обращение, номер { $number }. Показать его сотруднику прямо сейчас не получается: он увидит его при первой возможности и ответит здесь. Ничего не потеряется.
poison-notice = ⚠️ Сообщения, которые бот не смог обработать: { $count }. Ничего не пропало: они хранятся 30 дней. На сервере их покажет команда «otklik poison list», а вернёт в обработку «otklik poison replay --all».
why-kept = Спасибо, получили и сохранили! Если захотите добавить пару слов, просто напишите.
edited-kept = Заметили, что вы исправили сообщение, и сохранили новый текст.
edited-closed = Исправление сохранили. Обращение { $number } закрыто: если вопрос остался, напишите о нём новым сообщением.
edited-score = Чтобы исправить оценку, нажмите «Изменить оценку» под вопросом.

# Отчёт об NPS и то, что говорят все отчёты
nps-head = 📊 NPS { $period }: { $nps }
nps-rose = · вырос
nps-fell = · ⚠️ упал
nps-interval = от { $low } до { $high } (95 %), { $n ->
        [few] { $count } человека
       *[many] { $count } человек
    }
nps-latest = Людей { $people }, оценок { $answers }: у каждого считаем последнюю.
nps-all = Все оценки: { $answers } от { $people } чел. Одни люди оценивали не раз, поэтому интервала и проверки нет.
nps-few = ⚠️ Ответов мало: { $n }. Истинное значение — от { $low } до { $high } (95 %), тренд не показываю.
nps-response = Спросили сами { $asked }, оценили { $answered } ({ $share })
nps-needed = Чтобы знать с точностью до ±{ $margin }, нужно примерно { $count } ответов.
nps-hidden = { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    } за { $period }: оценка скрыта, чтобы не раскрыть клиентов.
nps-none = ответов нет
nps-none-yet = ответов пока нет
nps-previous = { $period }: { $nps } (n = { $count })
nps-previous-hidden = { $period }: { $n ->
        [0] ответов нет
        [one] { $n } ответ, слишком мало
        [few] { $n } ответа, слишком мало
       *[many] { $n } ответов, слишком мало
    }
nps-change-significant = изменение { $change }, от { $low } до { $high }: значимо
nps-branches-head = 📊 NPS по точкам, { $period }
nps-branches-lower = ⚠️ Ниже остальных, и это не случайность: { $names }
nps-branches-higher = Выше остальных, и это не случайность: { $names }
nps-branches-same = Значимых отличий от остальных нет.
nps-branches-none = Сравнивать нечего: показать можно меньше двух точек.
nps-branches-key = Черта — интервал 95 %, ┊ — все вместе, n — людей, ⚠ — их мало, чтобы судить. Нажмите точку: причина и слова клиентов.
nps-branches-more = { $n ->
        [one] Не поместилась ещё { $count } точка.
        [few] Не поместились ещё { $count } точки.
       *[many] Не поместились ещё { $count } точек.
    }
nps-branch-lower = ниже
nps-branch-higher = выше
nps-branch-head = 📊 { $branch }, { $period }: NPS { $nps }
nps-branch-unknown = 📊 { $branch }, { $period }: ответов нет или так мало, что оценка скрыта.
nps-branch-few = ⚠️ Ответов мало, судить рано.
nps-branch-rest = Остальные точки: { $nps } (n = { $count }), разница { $change }, от { $low } до { $high }
nps-branch-differs = Это не случайность.
nps-branch-same = Среди нескольких точек такая разница бывает и случайно.
nps-branch-unjudged = Людей мало, чтобы судить о разнице.
nps-branch-causes = Чем недовольны: { $causes }
nps-branch-no-causes = О чём-то одном плохо не отзываются.
responses-head = ✉️ Отклик по дате отправки, { $period }
responses-none = За это время сами никого не спрашивали.
responses-whole = { $share } (от { $low } до { $high }, 95 %): ответили { $answered } из { $delivered }, кому дошло
responses-too-early = Судить рано: на ответ есть { $days } дн.
responses-since = с
responses-rate = доля
responses-of = дошло
responses-blocked = блок
responses-failed = сбой
responses-running = ждём
responses-key = «Блок» — бот заблокирован, «сбой» — не дошло иначе.
responses-key-running = «Блок» — бот заблокирован, «сбой» — не дошло иначе. «Ждём»: { $days } дн. на ответ ещё не прошли.
recovery-too-many = Низких оценок за это время слишком много, чтобы проследить каждую: возьмите период короче.
recovery-head = После низкой оценки в следующий раз поставили { $score } и выше:
recovery-none = Низких оценок не было: кто стал доволен, сказать нельзя.
recovery-with-case = • с обращением в течение { $days } дн.: { $told }
recovery-without-case = • без обращения: { $told }
recovery-share = { $share } (от { $low } до { $high }, 95 %), n = { $again }; снова пока не оценили { $waiting }
recovery-hidden = { $n ->
    [0] снова пока не оценил никто из { $waiting }
   *[other] снова оценили { $again }, мало, чтобы показать; пока не оценили { $waiting }
}
recovery-after = { $told }; обычно через { $days } дн.
change-noise = без значимых изменений
period-bad = Не понял «{ $word }». Можно так: /{ $command } вчера, /{ $command } прошлый месяц, /{ $command } 90 дней, /{ $command } с 1 по 15 октября, /{ $command } touchpoint:delivery
touchpoint-unknown = Точки «{ $touchpoint }» в данных нет. Выберите другую кнопкой.
touchpoint-unknown-alone = Точки «{ $touchpoint }» в данных нет.
touchpoint-none-here = Этот отчёт один для всех точек. Выберите период кнопкой.
report-button-stale = Эта кнопка устарела. Запросите отчёт заново, и всё заработает.
period-running = { $days }, идёт
number-unknown = неизвестно
report-not-begun = ⏳ { $period }: { $verdict }
period-not-begun = период ещё не начался
report-no-groups-known = Таких групп нет: они не названы, или в каждой меньше 5 человек.
report-groups-hidden = Не показаны, чтобы никого не выдать: { $names }
report-groups-hidden-more = Не показаны, чтобы никого не выдать: { $names } и ещё { $count }
report-foot = { $dates } · данные на { $time }
report-foot-touchpoint = { $dates } · точка: { $touchpoint } · данные на { $time }
button-30-days = 30 дней
button-month = Этот месяц
button-last-month = Прошлый
button-90-days = 90 дней
button-year = Год
button-everywhere = Все точки
button-report = Отчёт
button-latest-answers = Люди
button-all-answers = Все оценки
button-branches = Точки
button-responses = Отклик
button-open-cases = Открытые
button-causes = Причины
button-board = Команда
button-by-people = По людям
button-by-money = По деньгам
button-quotes = Цитаты

# Отчёт о жалобах
complaints-head = 📮 Жалобы, { $period }: { $verdict }
complaints-more = ⚠️ стало чаще
complaints-less = стало реже
complaints-few = мало для выводов
complaints-counted = { $n ->
        [one] { $count } жалоба
        [few] { $count } жалобы
       *[many] { $count } жалоб
    }
complaints-none = нет
complaints-none-yet = пока нет
complaints-rate = { $rate } на 100 заказов (от { $low } до { $high }): { $complaints } на { $orders }
complaints-customers = { $rate } на 100 активных клиентов · жаловались { $people } из { $active } = { $share } (от { $low } до { $high })
complaints-orders = { $n ->
        [one] { $count } заказ
        [few] { $count } заказа
       *[many] { $count } заказов
    }
complaints-no-orders = Заказы не загружены: сколько жалоб на 100 заказов, неизвестно.
complaints-no-orders-here = Заказов с этой точкой не загружено: сколько жалоб на 100 заказов, неизвестно.
complaints-known-since = О жалобах известно с { $day }: сколько их было раньше, неизвестно.
complaints-no-orders-yet = Заказов за это время нет: сравнить не с чем.
complaints-previous = { $period }: { $rate } ({ $complaints } на { $orders })
complaints-previous-cases = { $period }: { $complaints }
complaints-reply = Первый ответ, { $working ->
    [yes] в рабочих часах
   *[no] с ночами и выходными
}: { $times }
complaints-solved = Решение: { $times }
complaints-times = обычно { $median } (n = { $count })
complaints-times-most = обычно { $median }, 9 из 10 за { $most } (n = { $count })
complaints-first-contact = с первого обращения { $share } из { $count }
complaints-reopened = открыты снова: { $reopened }
named-off = Доску команды ваша компания не включила: никто никого по имени не видит. Включает её staff.board в файле настроек.
named-yes = Вы на доске команды: руководители видят там, сколько обращений вы решили, за какое время и что об этом сказали клиенты, — когда обращений и людей не меньше пяти. Передумаете: /named off
named-no = На доске команды вас нет. С вашего согласия руководители увидят, сколько обращений вы решили, за какое время и что об этом сказали клиенты, — когда обращений и людей не меньше пяти. Согласны: /named on
named-words-on = on вкл да включить
named-words-off = off выкл нет отключить выключить
board-head = 🌟 Команда, { $period }
board-off = Доска команды выключена: включает её staff.board в файле настроек.
board-none = Показать пока некого: здесь те, кто сам согласился (/named) и решил не меньше пяти обращений от пяти человек.
board-agent = { $agent }: решено { $n }
board-first-reply = первый ответ { $median }
board-solution = решение { $median }
board-helped = помогло { $share } (от { $low } до { $high }) из { $n }
board-praise = 👍 Спасибо от клиентов: { $n }
board-how = Только те, кто согласился сам (/named), от пяти обращений и пяти человек. Время — медиана, с ночами и выходными. Спасибо — добрые слова клиента в опросах за { $days } дн. после закрытия.
complaints-others = Другие обращения: { $sources }
complaints-from-score = из низких оценок { $n }
complaints-from-leaving = из прощаний { $n }
complaints-from-inbox = из входящих { $n }
complaints-joined = присоединено к другим { $n }
complaints-others-waiting = (без ответа { $n })
complaints-unanswered = 🔴 Без ответа: { $cases }, дольше всего ждут { $age }
complaints-without-category = Без темы
complaints-without-touchpoint = Место не указано
complaints-without-segment = Без сегмента
complaints-open = Открытые обращения: { $cases }
complaints-open-here = Открытые обращения, { $touchpoint }: { $cases }
complaints-open-none-here = Открытых обращений нет, { $touchpoint } 🎉
complaints-open-none = Открытых обращений нет 🎉
complaints-open-more = …и ещё { $cases }
causes-head = 🔎 Причины жалоб, { $period }: { $closed }, клиентов { $people }
causes-closed = { $n ->
        [one] закрыта { $count }
        [few] закрыты { $count }
       *[many] закрыто { $count }
    }
causes-none = 🔎 Причины жалоб, { $period }: закрытых жалоб нет
causes-hidden = Причины не показываем: за ними меньше пяти человек.
causes-line = • { $cause }: { $share } (от { $low } до { $high }), { $n }
causes-rest = • Прочее: { $n }
causes-without-cause = Причину не указали
causes-remedies = Что сделали:
causes-without-remedy = Не указали
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
        [0] причин никто не назвал
        [one] о причине сказал { $count } человек
        [few] о причине сказали { $count } человека
       *[many] о причине сказали { $count } человек
    }
churn-told-yet = причин пока нет
churn-nobody = никто не ушёл
churn-rate = { $lost } из { $started } на начало = { $share } (от { $low } до { $high })
churn-early = пришли и ушли за период: { $count }
churn-returned = вернулись: { $count }
churn-previous = { $period }: { $share } ({ $lost } из { $started })
churn-no-base-here = Клиенты не привязаны к точкам: доля ушедших есть только в общем отчёте.
churn-known-since = Об уходах известно с { $day }: сколько клиентов ушло раньше, неизвестно.
churn-no-start = На начало периода клиентов ещё не было: доли ушедших нет.
churn-coverage = Причину назвали { $told } из { $gone } ({ $share })
churn-silent = не захотели сказать: { $count }
churn-still-here = передумали уходить: { $count }
churn-reasons-none = Причин никто не назвал.
churn-reasons-none-yet = Причин пока никто не назвал.
churn-reasons-hidden = Причин названо мало ({ $count }): скрыты, чтобы не раскрыть клиентов.
churn-column-reason = Причина
churn-column-people = люди
churn-column-money = { $currency }/мес
churn-kept = Можно было удержать: { $people } из { $told }
churn-kept-money = Можно было удержать: { $people } из { $told }, { $money } маржи в месяц
churn-kept-least = Можно было удержать не меньше { $people } из { $told }
churn-kept-money-least = Можно было удержать не меньше { $people } из { $told }, { $money } маржи в месяц
churn-lead = { $reason }: { $share } назвавших причину (от { $low } до { $high })
churn-lead-shown = { $share } тех, кто видел этот ответ ({ $shown })
churn-involuntary = 💳 не по своей воле
churn-natural = 🌿 уход естественный
churn-no-money = Доход от клиентов не загружен: в деньгах потери неизвестны.
churn-quotes = 💬 Своими словами, { $period }
churn-quotes-none = За { $period } уходящие ничего не написали своими словами.

# Отчёт о возврате
winback-head = 🎁 Возврат клиентов, { $period }: { $verdict }
winback-proven = ✅ приглашения работают
winback-worse = ⚠️ с приглашением возвращаются реже
winback-unproven = эффект не доказан
winback-unproven-few = людей мало, эффект не доказан
winback-few = людей мало, судить рано
winback-arm-few = мало, сколько вернулись, не показываем
winback-few-people = Групп меньше 5 человек не сравниваем: по ним видно, кто вернулся.
winback-no-holdout = эффект неизвестен
winback-early = судить рано
winback-none = никого не приглашали
winback-unseen = кто вернулся, неизвестно
winback-orders-missing = Заказов с начала этих дней нет, а возврат — это новый заказ. Загрузите их, и станет видно: { $command }
winback-treated-unseen = Приглашали { $n }
winback-holdout-unseen = Контроль { $n }
winback-treated = Приглашали { $n } → вернулись: { $returned } ({ $share })
winback-holdout = Контроль { $n } → вернулись: { $returned } ({ $share })
winback-difference = Разница { $points } п. п. (от { $low } до { $high })
winback-incremental = Благодаря приглашениям вернулись примерно { $count }
winback-incremental-cost = Благодаря приглашениям вернулись примерно { $count }, каждый обошёлся в { $money }
winback-offers = Предложения: показано { $shown } · заказали с кодом { $used } · истекло { $expired }
winback-needed = Чтобы увидеть такой эффект, в обеих группах вместе нужно ещё примерно { $n ->
        [one] { $count } человек
        [few] { $count } человека
       *[many] { $count } человек
    }
winback-said-back = «Я снова с вами» { $n ->
        [one] ответил { $count } человек
        [few] ответили { $count } человека
       *[many] ответили { $count } человек
    } из тех, кого приглашали
winback-holdout-missing = Контрольной группы нет: сколько вернулись бы и сами, неизвестно.
winback-delivered = Доставлено { $count } · отписались { $unsubscribed } ({ $share })
winback-delivered-none = Доставлено: 0
winback-waiting = Ещё ждём: { $count }, их { $n ->
        [one] { $days } день не прошёл
        [few] { $days } дня не прошли
       *[many] { $days } дней не прошли
    }
winback-column-reason = Причина
winback-column-people = люди
winback-column-effect = п. п.
winback-few-reasons = По остальным причинам людей мало.

# Сводка за неделю: руководителям по понедельникам
digest-week = 🗓 Неделя { $week }: { $dates }
digest-quiet = ✅ Всё в норме: { $numbers }.
digest-quiet-nps = NPS за 4 недели { $nps } (n = { $count })
digest-quiet-complaints = { $n ->
    [one] { $count } жалоба
    [few] { $count } жалобы
   *[many] { $count } жалоб
}
digest-quiet-left = { $n ->
    [one] ушёл { $count } клиент
    [few] ушли { $count } клиента
   *[many] ушло { $count } клиентов
}
digest-how = Когда присылать и присылать ли: { $command }
digest-nps = 1️⃣ NPS за 4 недели { $nps }, от { $low } до { $high } (n = { $count })
digest-nps-few = 1️⃣ NPS за 4 недели { $nps } ⚠️ ответов мало: { $count }
digest-nps-hidden = 1️⃣ NPS за 4 недели: { $n ->
    [0] ответов нет
   *[other] ответов { $n }, оценка скрыта
}
digest-nps-before = { $how ->
    [fell] ⚠️ упал: был
   *[rose] вырос: был
} { $nps } (n = { $n })
digest-nps-no-before = раньше ответов мало, сравнить не с чем
digest-dragging = тянет вниз: { $names }
digest-complaints = 2️⃣ { $n ->
    [0] Жалоб нет
    [one] { $count } жалоба
    [few] { $count } жалобы
   *[many] { $count } жалоб
}
digest-before = неделей раньше { $count }
digest-churn = за 4 недели { $share }
digest-per-100 = { $rate } на 100 заказов
digest-left = 3️⃣ { $n ->
    [0] Никто не ушёл
    [one] Ушёл { $count } клиент
    [few] Ушли { $count } клиента
   *[many] Ушло { $count } клиентов
}
digest-avoidable = можно было удержать { $count } из { $told }, кто назвал причину
digest-returned = 4️⃣ { $n ->
    [0] Никто не вернулся
    [one] Вернулся { $count } клиент
    [few] Вернулись { $count } клиента
   *[many] Вернулось { $count } клиентов
}
digest-effect = благодаря приглашениям за 4 недели вернулись примерно { $count }
digest-answers = 5️⃣ { $parts }
digest-response = ответили { $share } из { $asked }, кого спросили за 4 недели
digest-blocked = бота заблокировали { $share }
digest-do = Сделать сегодня:
digest-do-answer = ответить на { $n ->
    [one] { $count } обращение
    [few] { $count } обращения
   *[many] { $count } обращений
}
digest-do-call = связаться с недовольными, которые объяснили оценку: { $count }
digest-words = Слово клиента:
digest-done = Прошлая неделя: ответили на { $done } из { $of } обращений, о которых просила сводка
digest-on = Сводка за неделю приходит по понедельникам в { $hour } (по часам компании: { $zone }). Выберите другой час кнопкой или напишите его после команды: /digest 14
digest-off = Сводка за неделю выключена.
digest-muted = Ближайшая будет пропущена: вы её отключили на неделю.
digest-bad-word = Напишите час от 0 до 23, «выкл», «вкл» или «сейчас», например: { $command } 10
digest-words-off = off выкл нет отключить выключить
digest-words-on = on вкл да включить
digest-words-now = now сейчас
button-digest-on = Включить
button-digest-off = Не присылать
button-digest-now = Показать сейчас
alert-muted = Хорошо, неделю такого не пришлю.
alert-unmuted = Снова буду присылать.
button-alert-cases = 📋 Открыть обращения
button-alert-call = 📞 Кому позвонить
button-alert-inbox = 📥 Что говорят клиенты
button-digest-mute = 🔕 Пропустить следующую
button-alert-mute = 🔕 Неделю не присылать такое
button-alert-unmute = 🔔 Всё-таки присылать

# Что сделали руководители
action-how = Напишите после команды, что вы сделали, не длиннее { $n } знаков; день можно поставить впереди: { $command } 12.10.2026 новый курьер в Центре
action-noted = Записал за { $day }: «{ $words }». Отметка появится на графиках. Все записи: { $command }
actions-list = Что вы сделали (кнопка с номером убирает запись):
actions-none = Пока ничего не записано. Записать: { $command } и ваши слова
action-undone = Убрал.
action-gone = Этой записи уже нет.
button-action-undo = ✖ Убрать запись

# Тревоги руководителям
alert-unanswered = 🔴 Без первого ответа дольше { $limit }: { $cases }{ $n ->
    [0] .
   *[other] {" "}и ещё { $n }.
}
alert-low-score = ⚠️ Ценный клиент поставил { $score } из 10: { $who }
alert-low-score-case = Обращение #{ $number }
alert-nps-head = 📉 NPS за 4 недели упал, и это не случайность:
alert-complaints-head = 📈 Жалоб за 4 недели стало больше, и это не случайность:
alert-drop = { $where }: { $nps } (n = { $count }), было { $before } (n = { $n })
alert-rise = { $where }: { $rate } на 100 заказов, было { $before } ({ $complaints }, { $orders })
alert-whole = вся компания
alert-see = Подробнее: { $command }. Повторю не раньше чем через неделю.

# План рядом с фактом
picture-target = Серая полоса — план: { $target }
target-line = 🎯 План { $target }: отклонение { $deviation }, { $met ->
    [yes] выполнен
   *[no] не выполнен
}
target-at-most = не больше { $limit }
target-per-100 = не больше { $rate } на 100 заказов
target-points = { $points } п. п.

# Кто может уйти
words-none = 💬 { $period }: комментариев нет.
words-few = 💬 { $period }: написали меньше пяти человек. О чём, не покажем: было бы видно, кто это.
words-head = 💬 { $period }: { $people }
words-people = { $n ->
    [one] комментарий оставил { $count } человек
    [few] комментарии оставили { $count } человека
   *[other] комментарии оставили { $count } человек
 }
words-no-themes = Ни об одной теме не написали хотя бы пятеро.
words-rose = 📈 { $theme }: пишут заметно чаще, было { $n }
words-fell = 📉 { $theme }: пишут заметно реже, было { $n }
words-without = { $n ->
    [one] Без темы: { $count } человек
    [few] Без темы: { $count } человека
   *[other] Без темы: { $count } человек
 }
words-how = Число — сколько людей написали о теме, цвет — чего в их словах больше: 🔴 недовольства, 🟢 похвалы. Слова тем можно поправить: /surveys
button-words = Темы

# Комментарии за NPS и кому перезвонить
button-comments = Что пишут
button-comments-detractors = 0–6
button-comments-passives = 7–8
button-comments-promoters = 9–10
comments-none = 💬 { $period }: комментариев нет.
comments-few = 💬 { $period }: здесь написали меньше пяти человек. Слова не покажем: было бы видно, чьи они.
comments-head = 💬 { $period }: { $comments } от { $people }
comments-newest = 💬 { $period }: комментариев много, ниже последние { $comments } от { $people }
comments-counted = { $n ->
    [one] { $count } комментарий
    [few] { $count } комментария
   *[other] { $count } комментариев
 }
comments-people = { $n ->
    [one] { $count } человека
   *[other] { $count } человек
 }
comments-negative = недовольны
comments-neutral = нейтрально
comments-positive = хвалят
comments-band = { $period }, оценки { $scores }
comments-scores = Людей по оценкам: { $counts }
comments-themes = Людей по темам: { $counts }
comments-score = оценка { $score }
button-detractors = Позвонить
button-call-back = 📞 { $n }
detractors-none = 📞 { $period }: низких оценок нет, перезванивать некому.
detractors-head = 📞 { $period }: { $n ->
    [one] { $count } человек поставил
    [few] { $count } человека поставили
   *[other] { $count } человек поставили
 } от 0 до 6
detractors-score = оценка { $score }
detractors-forgotten = данные удалены
detractors-changed = потом оценку изменили
detractors-case-open = 📌 обращение { $number } открыто
detractors-case-closed = ✅ обращение { $number } закрыто
detractors-how = Кнопка 📞 с номером заведёт обращение, а клиенту напишет, что с ним свяжутся, если ему можно писать.
call-back-done = Завели обращение { $number }. Клиенту сейчас напишем, что с ним свяжутся.
call-back-waits = Завели обращение { $number }. Клиенту напишем позже: { $why }.
call-back-unwritten = Завели обращение { $number }. Клиенту не напишем: { $why }. Свяжитесь с ним сами.
call-back-open = Обращение { $number } этого клиента уже открыто.
call-back-solved = По этой оценке уже было обращение { $number }, оно закрыто.
call-back-again = По этой оценке уже перезванивают.
call-back-gone = Этой оценки больше нет: клиент её исправил или удалил свои данные.
call-back-forgotten = Клиент удалил свои данные: мы больше не знаем, кто это.
call-back-note = 📞 { $name } просит связаться с этим клиентом: оценка низкая.
call-back-message = Спасибо, что оценили нас. Нам важно понять, что было не так, поэтому с вами свяжется сотрудник. Номер обращения — { $number }. Если хотите, напишите подробности прямо сюда.

risk-none = 🌤 Признаков ухода не видно: ни долгого молчания, ни низких оценок, ни открытых обращений.
risk-head = ⚠️ { $n ->
        [one] Может уйти { $count } клиент
        [few] Могут уйти { $count } клиента
       *[many] Могут уйти { $count } клиентов
    }
risk-count = { $sign ->
        [silent] молчат дольше обычного
        [low_score] низкая оценка
        [open_case] ждут ответа
       *[blocked] заблокировали бота
    }: { $n }
risk-no-rhythms = Кто молчит дольше обычного, пока не видно: нужно хотя бы три заказа одного клиента. Загрузить заказы: { $command }
risk-unnamed = Без имени
risk-spent = { $money } за год
risk-silent = молчит { $silent }, обычно заказывает раз в { $usual }
risk-low-score = оценка { $score }, { $day }
risk-open-case = открыто обращение { $number }
risk-blocked = заблокировал бота { $day }
risk-page = С { $first } по { $last } из { $people }
risk-listed = В списке первые { $listed }.
risk-how = Что клиенту писали и что запланировано: { $command } и его номер
button-risk-money = По деньгам
button-risk-recent = Недавние

retention-head = 🔁 Удержание, { $period }: { $verdict }
retention-month-later = через месяц после первого заказа возвращаются { $share }, n = { $n }
retention-new = { $n ->
        [one] { $count } новый клиент
        [few] { $count } новых клиента
       *[many] { $count } новых клиентов
    }
retention-share = { $share } ({ $low }–{ $high })
retention-column-customers = n
retention-column-month = { $number }м
retention-how = % заказавших в 1-й, 2-й… месяц после первого; «–» ещё впереди, * месяц идёт
retention-cohorts-small = Ни в одном месяце не набралось десяти новых клиентов: доли были бы случайны.
retention-one-month = Чтобы увидеть, кто вернулся, нужно несколько месяцев: { $command }
retention-no-orders = 🔁 Заказов пока нет. Загрузите их, и станет видно, кто возвращается: { $command }
retention-nobody = За эти дни заказов нет.
retention-repeated = Повторная покупка { $share }, n = { $n }
retention-frequency = Заказов на клиента { $orders }
retention-average = средний заказ { $money }
retention-no-amounts = суммы заказов не загружены
retention-silent = Молчат дольше обычного: { $count } · { $command }
retention-begun = Заказы известны с { $day }: давние клиенты в первых месяцах выглядят новыми
retention-known-since = Заказы известны с { $day }: кто покупал раньше, неизвестно.
retention-stayed = Из тех, кто заказывал раньше ({ $before }), заказали снова { $share }, n = { $n }
retention-value-margin = Клиент ещё принесёт около { $value } маржи (CLV): { $yearly } в год × r/(1+d−r), r = { $kept }, d = { $discount }
retention-value-revenue = Клиент ещё принесёт около { $value } выручки (CLV): { $yearly } в год × r/(1+d−r), r = { $kept }, d = { $discount }
retention-no-value = Ценность клиента (CLV) считаем за 12 месяцев, когда клиентов с заказами хотя бы { $customers } и в этом году, и в прошлом, и суммы известны.
retention-orders-rule = Отменённые заказы не в счёт; два заказа за день это два заказа, но не повторная покупка.
button-retention-months = По месяцам
button-retention-purchases = Покупки и CLV
picture-retention = Кто заказывает снова
picture-retention-later = Через месяц возвращаются { $share }
picture-retention-customers = клиентов
picture-retention-later-month = +
picture-retention-how = % от новых клиентов месяца, +1 это следующий месяц
picture-running = В пунктире месяц, который ещё идёт

# Отчёт о клиентской базе
base-head = 👥 Клиентская база, { $period }: { $verdict }
base-customers =
    { $n ->
        [one] { $count } клиент
        [few] { $count } клиента
       *[many] { $count } клиентов
    }
base-start = На начало
base-new = Новые
base-returned = Вернулись
base-lost = Ушли
base-lost-avoidable = Ушли, можно удержать
base-lost-natural = Ушли сами собой
base-lost-involuntary = Ушли невольно
base-lost-unknown = Ушли, причина неясна
base-records = Сейчас в базе { $records } · можем написать { $reachable } · заблокировали бота { $blocked }
base-profile = Согласны на предложения { $consented } · профили заполнены на { $share }
base-active = Заказывали или жаловались { $count }
base-last-order = последний заказ { $ago } назад
base-last-order-alone = Последний заказ { $ago } назад
base-no-orders = Заказов в базе нет: кто активен, неизвестно.

# Сотрудники
role-owner = владелец
role-manager = руководитель
role-support = поддержка
invitation-welcome = Теперь вы в команде «{ $business }», ваша роль: { $role }. Что вам доступно: /help
invitation-already = Вы уже в команде, ваша роль: { $role }. Ссылка не потрачена: перешлите её тому, кого приглашаете.
invitation-in = Вы уже в команде, ваша роль: { $role }. Больше ничего не нужно, всё работает: /help
invitation-used = Эта ссылка уже использована, а работает она один раз. Попросите новую у того, кто её прислал.
invitation-expired = Ссылка устарела: она работает три дня. Попросите новую у того, кто её прислал.
invitation-unknown = Такой ссылки нет: возможно, она скопирована не целиком. Откройте её ещё раз или попросите новую.
invitation-withdrawn = Эта ссылка больше не действует. Попросите новую у владельца.
invitation-link = Ссылка для одного человека, роль: { $role }. Она работает три дня и один раз. Перешлите её только тому, кого приглашаете:

    { $link }
link-unknown = Эту ссылку мы не узнали: возможно, она скопирована не целиком. Ответить можно и без неё.
link-expired = Срок этой ссылки вышел, но ответить можно и так.
link-used = Эта ссылка уже использована, а работает она один раз. Ответить можно и без неё.
link-staff = Эта ссылка для клиента, а вы в команде, поэтому она осталась неиспользованной. Клиент увидит вот что.
link-other-person = Ссылка выписана на другого клиента, поэтому с вами мы её не связали. Ваш ответ мы всё равно учтём.
link-made = Ссылка и её код: подходят всем и не устаревают.
link-made-until = Ссылка и её код: подходят всем, работают до { $until }.
link-made-once = Ссылка для одного клиента: кто первым её откроет, тем мы его и запомним. Работает один раз, до { $until }. Отправьте её только ему.
link-print = Наведите камеру телефона на код и скажите, как всё прошло.
link-print-how = Страница для печати: откройте её в браузере и распечатайте.
link-usage = Какую сделать ссылку? Назовите опрос и всё, что уже известно: /link nps touchpoint:"Северный филиал"

    Опросы: { $surveys }
    touchpoint:, segment: — где и кто, попадёт в отчёты
    order:, customer: — номер заказа или клиента; такая ссылка работает один раз
    days: — сколько дней работает
team = В команде (кнопка ✖ закрывает доступ):
team-from-configuration = { $role }, из config.toml
team-you = { $role }, это вы
team-away = { $role }, нет до { $day }
team-more = …и ещё { $n }
team-remove = Закрыть доступ? { $name }, { $role }.
team-frees = { $n ->
    [one] { $n } открытое обращение освободится, и его смогут взять коллеги.
    [few] { $n } открытых обращения освободятся, и их смогут взять коллеги.
   *[many] { $n } открытых обращений освободятся, и их смогут взять коллеги.
}
button-remove-confirm = Да, закрыть доступ
button-remove-keep = Не закрывать
button-remove-undo = Вернуть доступ
team-removed-who = Доступ закрыт: { $name }. Сутки его можно вернуть кнопкой.
team-freed = Освободились обращения: { $numbers }
team-still-in-group = Из группы поддержки я никого не удаляю. Если { $name } ещё там, обращения видны: удалите и из группы.
team-in-group = ⚠️ { $name } больше не в команде, но всё ещё читает группу поддержки. Удалите из группы: сам бот этого не делает.
team-configured = Этот владелец записан в config.toml: кнопкой доступ не закрыть. Уберите { $id } из staff.owner_ids и перезапустите бота.
team-not-yourself = Себе доступ закрыть нельзя: попросите другого владельца.
team-restored = Доступ возвращён
team-restored-who = Доступ снова открыт: { $name }.
team-regained = Вернулись обращения: { $numbers }
team-undo-late = Этой кнопкой доступ уже не вернуть. Пригласите заново: /team
team-access-ended = { $business }: вы больше не в команде, обращения и отчёты для вас закрыты. Спасибо за работу! Если это ошибка, напишите тому, кто ведёт команду.
team-access-back = { $business }: вы снова в команде, ваша роль: { $role }. Что вам доступно: /help
team-left-cases = Открытые обращения: { $numbers }. Если закрыть доступ, их смогут взять коллеги.
team-joined = 👋 { $name } теперь в команде, роль: { $role }. Это не тот человек? Закройте доступ: /team
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
command-mycase = Что с моим обращением
command-leave = Сказать, почему вы уходите
command-wish = Подсказать, что улучшить
command-help = Что умеет бот
command-privacy = Что мы храним и зачем
command-mydata = Копия моих данных
command-forget = Удалить всё обо мне

# Обращения: карточка и ход дела в группе поддержки
sentiment-negative = негативный тон
sentiment-neutral = нейтральный тон
sentiment-positive = позитивный тон
sentiment-unknown = без слов
language-ru = русский
language-en = английский
case-code = Код для звонка: { $code }
case-helped = 👍 Клиент подтвердил, что помогло
case-helped-not = ❗ Клиент сказал, что не помогло: ответьте первым
case-from-complaint = Пришло жалобой
case-from-score = Пришло с низкой оценкой
case-from-leaving = Пришло от уходящего клиента
case-from-inbox = Завели из сообщения клиента
case-touchpoint = Где: { $touchpoint }
case-earlier = Было раньше: #{ $number }
case-further = 🆕 Ещё одна жалоба: { $about }
case-score = Оценка: { $score } из { $scale }
case-score-changed = Оценка: { $first } → { $score } из { $scale } (изменено)
case-customer = Клиент: { $name } · язык: { $language }
case-segment = сегмент: { $segment }
case-due-soon = ⏳ Срок до { $until }: { $what }. Осталось { $left }{ $working ->
    [yes] {" "}рабочего времени
   *[no] {""}
}.
case-overdue = ⏰ Срок прошёл: { $what }.
overdue-line = ⏰ Клиент ждёт { $waited }, срок прошёл: { $what }.
overdue-numbered = ⏰ #{ $number }: клиент ждёт { $waited }, срок прошёл: { $what }.
overdue-several = ⏰ Просрочено обращений: { $n }
overdue-more = И ещё { $n }: /cases
overdue-held = Обращение в работе: { $name }.
overdue-nobody = Обращение никто не взял.
overdue-yours = Обращение у вас. { $phone ->
    [yes] Если не решить и не закрыть его
   *[no] Если ответа не будет
}, через { $left }{ $working ->
    [yes] {" "}рабочего времени
   *[no] {""}
} оно вернётся в очередь.
overdue-released = ↩️ Обращение снова в очереди, его может взять любой: { $name } { $phone ->
    [yes] его не закрывает
   *[no] не отвечает
}.
overdue-taken-back = ↩️ Обращение #{ $number } снова в очереди: клиент ждёт { $waited }, { $phone ->
    [yes] решения нет
   *[no] ответа не было
}. Его можно взять обратно.
case-first-reply-due = первый ответ клиенту
case-next-reply-due = ответ на новое сообщение клиента
case-solution-due = решение обращения
case-unreachable = 🚫 Клиент закрыл чат с ботом: ответы не дойдут, пока он не вернётся.
case-scores = Оценки раньше: { $scores }
case-order = Заказ
case-ids = Номера для /customer
case-others = Ещё открыты
case-opened = Открыто
case-reply-due = Ответить до
case-to-solve = Решить до
case-before = Обращений раньше: { $n }
case-open = 🆕 Никто не взял
case-taken = ✋ В работе: { $name }
case-answered = 💬 Ответ дан: { $name }
customer-unnamed = без имени
case-unheld = сейчас ни у кого
case-closed = ✅ Закрыто: { $cause }
case-closed-by = ✅ Закрыто: { $cause } · { $name }
button-take = ✋ Взять
button-close = ✅ Закрыть
button-causes-back = ← Не закрывать
owner-no-support-chat = Группы поддержки пока нет, поэтому пишу вам. Добавьте меня в группу сотрудников, и обращения будут приходить туда.

# Что и когда можно присылать
consent-question = И последнее: можно иногда присылать вам предложения, например, когда появится то, чего вам не хватало? Передумать можно в любой момент: /settings
button-consent-yes = Да, можно
button-consent-no = Нет, не нужно
consent-given = Спасибо! Будем писать, только если есть что сказать. Передумать можно в любой момент: /settings
consent-given-stopped = Спасибо, записали. Но вы просили не писать вам первыми, поэтому пока ничего не пришлём. Если передумали, нажмите кнопку.
consent-given-unused = Спасибо, записали. Сейчас мы здесь никаких предложений не присылаем. Передумать можно в любой момент: /settings
consent-refused = Поняли: никаких предложений. Если передумаете: /settings
requested-reminder = Здравствуйте! Вы просили напомнить о нас в этот день. Если мы снова пригодимся, просто напишите.
button-no-reminder = Не напоминать
reminder-cancelled = Хорошо, не напомним. Захотите вернуться — просто напишите.
stop-done = Готово: первыми больше не пишем. На всё, что вы напишете или нажмёте здесь, ответим, как и прежде, и открытые обращения доведём до конца.
stop-offer = Если не хотите, чтобы мы писали вам первыми, нажмите кнопку.
button-resume = Снова можно мне писать
stop-undone = Рады снова быть на связи! Что вам присылать, решаете вы: /settings
cancel-done = Хорошо, на этом остановимся. Если захотите вернуться: { $command }
cancel-kept = Хорошо, на этом остановимся. То, что вы уже ответили, сохранили. Продолжить: { $command }
cancel-case = Хорошо, больше ничего не спрашиваем. Ваше обращение { $number } открыто. Если вопрос решён, нажмите кнопку: передадим сотруднику.
cancel-nothing = Сейчас отменять нечего. Что я умею: /help
button-solved = ✅ Вопрос решён
solved-by-customer = Вопрос решён, помощь больше не нужна.
solved-passed = Передали сотруднику, что вопрос решён. Спасибо!
settings = ⚙️ Как вам удобно

    Язык: русский
    Предложения: { $offers ->
        [yes] да
       *[no] нет
    }
    Вопросы и напоминания от нас: { $messages ->
        [usual] да
        [less] да, но пореже
       *[no] нет
    }
button-language = 🌐 English
button-offers-on = Присылать предложения
button-offers-off = Без предложений
button-ask-less = Спрашивайте реже
button-ask-as-usual = Можно писать как обычно
button-messages-on = Можно писать мне первыми
button-messages-off = Не писать мне первыми
button-zone = 🕐 Моё время: { $place }
zone-question = По какому времени вы живёте? Скажите, и ночью мы первыми не напишем. Выберите, напишите город или пришлите место на карте.
zone-unknown = Не нашли такого места. Напишите крупный город рядом или разницу с Гринвичем, например +5, или выберите ниже.
zone-set = Запомнили: { $place } (UTC{ $shift }), у вас сейчас { $time }. Первыми пишем только днём по вашему времени. Изменить: /settings
button-contact = 📱 Найти мои заказы по телефону
contact-question = Поделитесь своим номером, и мы свяжем этот чат с вашими заказами. Номер увидят только наши сотрудники. Нажмите кнопку внизу.
button-contact-share = 📱 Поделиться моим номером
button-contact-keep = ✖️ Не делиться номером
contact-kept = Хорошо, номер остаётся при вас. Передумаете: /settings
contact-joined = Спасибо, узнали вас! Теперь ваши заказы и всё, что вы здесь пишете, у нас вместе.
contact-stored = Спасибо, номер запомнили. Заказов с ним у нас пока нет: появятся — узнаем вас сами.
contact-known = Этот номер уже ваш: по нему мы вас и знаем.
contact-other-telegram = Этот номер у нас связан с другим аккаунтом Telegram, поэтому пока ничего не меняем: сотрудники посмотрят, в чём дело.
contact-other-customer = С этим номером у нас записан другой клиент, поэтому пока ничего не меняем: сотрудники посмотрят, в чём дело.
contact-not-yours = Это не ваш собственный контакт, поэтому мы его не сохранили: нажмите кнопку «📱 Поделиться моим номером».
contact-noted = Спасибо, записали.
contact-not-understood = Не похоже на телефон или почту. Напишите, например, +7 916 123-45-67 или anna@example.org, либо нажмите кнопку.
contact-unreadable = С таким номером найти вас не получится: нужен обычный номер телефона.
settings-saved = Сохранили
offer-words = 🎁 { $offer }
    Код { $code }, действует { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }.
button-copy-code = 📋 Скопировать код { $code }
button-back-again = 👋 Я снова с вами
button-no-more = 🔕 Без предложений
back-again = Как хорошо, что вы снова с нами! Если что-то понадобится, просто напишите.
no-more = Поняли, больше предложений не пришлём. Всего вам доброго!

# Картинки отчётов
picture-nps = NPS по месяцам
picture-nps-last = NPS { $month }: { $nps } (от { $low } до { $high })
picture-nps-note = Точка — NPS месяца, черта — интервал 95 %.
picture-of-before = Эта картинка — о том, что показывали раньше: для выбранного сейчас данных на картинку мало.
picture-note-few = Пустая точка: меньше 30 человек.
picture-n = людей
picture-complaints-rate = Жалобы на 100 заказов
picture-complaints-last = За { $month }: { $rate } (от { $low } до { $high })
picture-complaints-note = Точка — жалоб на 100 заказов, черта — интервал 95 %.
picture-complaints-count = Жалобы по месяцам
picture-complaints-unknown = Сколько было заказов, неизвестно: загрузите их, и здесь будет доля.
picture-cases = жалоб
picture-orders = заказов
picture-categories = На что жалуются
picture-categories-note = Сколько обращений открыто за период.
picture-interval = Чёрная черта — интервал 95 %.
picture-hidden = названы немногими
picture-churn = Почему уходят
picture-churn-kept = Можно было удержать: { $avoidable } из { $answered }
picture-churn-kept-least = Можно было удержать не меньше { $avoidable } из { $answered }
picture-churn-note = Причину назвали { $answered } из { $gone } ушедших.
picture-churn-vital = выше черты 80 % назвавших причину
picture-churn-months = Отток по месяцам, %
picture-churn-last = За { $month }: { $rate } % (от { $low } до { $high })
picture-churn-month-note = Точка — доля ушедших, черта — интервал 95 %.
picture-churn-lost = ушли
picture-churn-started = было
picture-people = Люди
picture-money = маржа в месяц, { $currency }
picture-avoidable = можно удержать
picture-natural = естественная причина
picture-involuntary = не по своей воле
picture-unknown = неизвестно
picture-winback = Возвращаются ли клиенты
picture-winback-all = Все причины
picture-winback-treated = Написали { $assigned }, вернулись: { $returned }
picture-winback-holdout = Не писали { $assigned }, вернулись: { $returned }
picture-winback-proven = Эффект { $points } п. п. (от { $low } до { $high }): доказан
picture-winback-unproven = Эффект { $points } п. п. (от { $low } до { $high }): не доказан
picture-winback-unknown = Сравнить не с кем: эффект неизвестен
picture-winback-note = Вернулись за { $n ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }, черта — интервал 95 %.

# Обращения: что отвечаем сотрудникам
refused-not-enrolled = Это могут делать только сотрудники. Попросите у владельца ссылку-приглашение.
refused-already-yours = Это обращение уже у вас.
refused-taken-by-other = Это обращение уже ведёт { $name }. Забрать его может руководитель или владелец.
refused-already-closed = Обращение уже закрыто, клиенту ничего не отправлено. Если клиент напишет в течение недели, оно откроется снова.
refused-joined = Это обращение присоединено к { $number }: продолжайте там.
refused-unread-words = Не закрыто: клиент написал ещё, и его слова вот-вот появятся в обращении. Прочитайте их и закройте снова.
refused-not-staff = Этого человека нет среди сотрудников. Пригласить можно через /team.
refused-already-theirs = Обращение уже у этого сотрудника.
refused-away = Этого сотрудника сейчас нет на месте: передайте другому.
refused-about-you = Это обращение о вас: ответить, взять, передать или закрыть его может только коллега.
refused-about-them = Это обращение об этом сотруднике: передайте его другому.
refused-managers-only = Обращение уже отмечено. Изменить отметку может руководитель или владелец.
refused-about-two = Обращения о разных сотрудниках: их лучше вести отдельно.
refused-same-case = Это то же самое обращение.
refused-other-customer = Это обращение другого клиента: объединить можно только обращения одного.
refused-other-closed = То обращение уже закрыто. Присоединить можно только к открытому.
close-which-cause = Что было причиной?
close-asked = Выберите причину ниже, в последнем сообщении.
close-which-remedy = #{ $number } · Причина: { $cause }. Что сделали?
close-unknown-cause = Такой причины нет. Выберите из этих:
reply-confirm = Это обращение ведёт { $name }. Отправить ваш ответ клиенту?
button-reply-send = Отправить
button-reply-take = Отправить и забрать себе
button-reply-drop = Не отправлять
reply-sent = Отправлено клиенту.
reply-dropped = Клиенту ничего не отправлено.
reply-gone = Об этом уже решено.
reply-of-another = Это решает тот, кто написал ответ.
colleague-unnamed = Владелец (ещё не писал боту, …{ $tail })
give-which = Кому передать обращение { $number }?
give-nobody = Передать некому: других сотрудников нет. Пригласить можно через /team.
give-unknown = Такого сотрудника не нашёл. Кому передать обращение { $number }?
give-done = ➡️ { $giver } передаёт обращение { $number }. Теперь его ведёт { $name }.
give-untold = { $name } ещё не открывал(а) личный чат со мной: скажите сами.
give-told = { $giver } передаёт вам обращение { $number }. { $link ->
        [none] Найдите его в группе поддержки.
       *[other] Открыть: { $link }
    }
private-reply = Клиенту это не отправлено: на обращение { $number } отвечают в группе поддержки. { $link ->
        [none] Найдите его там.
       *[other] Открыть: { $link }
    }
private-reply-nowhere = Клиенту это не отправлено: отвечают в группе поддержки, а её пока нет. Добавьте меня в группу сотрудников.
about-which = О ком обращение { $number }? Этот сотрудник не сможет ни ответить, ни взять, ни закрыть его.
about-unknown = Такого сотрудника не нашёл. О ком обращение { $number }?
about-nobody-else = Кроме этого человека сотрудников нет: обращение будет некому закрыть.
about-done = 👤 Обращение { $number } — о сотруднике: { $name }. Вести и закрыть его может только кто-то другой.
about-lifted = Обращение { $number } больше не отмечено как обращение о сотруднике.
button-about-none = Не о сотруднике
severity-which = Насколько серьёзно обращение { $number }?
severity-unknown = Такой серьёзности нет. Насколько серьёзно обращение { $number }?
severity-done = Обращение { $number }: серьёзность { $severity ->
        [high] высокая 🔺
        [low] низкая
       *[normal] обычная
    }.
button-severity-low = Низкая
button-severity-normal = Обычная
button-severity-high = Высокая
case-severity = { $severity ->
        [high] 🔺 Серьёзность: высокая
       *[low] Серьёзность: низкая
    }
case-about-staff = 👤 О сотруднике: { $name }
merge-which = К какому обращению присоединить это? Напишите его номер: /merge { $number }
merge-done = ➡️ Обращение { $number } присоединено к { $into }. Дальше всё будет там.
merge-came = ➕ Сюда присоединено обращение { $number }.
case-from-joined = Было отдельным обращением
case-joined-to = ➡️ Присоединено к #{ $number }
canned-list = Готовые ответы. Нажмите, чтобы посмотреть, как его прочитает клиент.
canned-none = Готовых ответов пока нет. Записать: /t add имя, а с новой строки текст. Или ответьте командой /t add имя на сообщение с текстом. Имя клиента и код обращения подставлю сам вместо { $known }.
canned-how = Нужен текст: напишите его с новой строки после имени или ответьте командой на сообщение с ним. Язык можно указать после имени: /t add задержка en
canned-long-name = Имя длинное: хватит { $most } знаков.
canned-long = Текст длинный: не больше { $most } знаков.
canned-many = Готовых ответов уже { $most }: удалите лишний, /t delete имя.
canned-unknown-placeholder = Не знаю, что подставить вместо { $unknown }. Есть { $known }.
canned-kept = Записал готовый ответ «{ $name }» ({ $spoken }).
canned-deleted = Удалил готовый ответ «{ $name }».
canned-none-named = Нет готового ответа «{ $name }». Все: /t
canned-gone = Этот ответ удалили.
canned-changed = Текст изменился: прочитайте ещё раз и отправьте.
canned-for = Клиенту обращения { $number }:
canned-preview = Клиент обращения { $number } прочитает:
button-canned-send = Отправить клиенту
button-canned-back = ← Готовые ответы
case-kept-open = Обращение остаётся открытым.
case-unknown = Такого обращения нет.
ref-which = Напишите код, который назвал клиент: /ref 17-4
ref-slip = В этом коде ошибка: последняя цифра не сходится с остальными. Попросите назвать его ещё раз.
case-which = Напишите номер обращения: /case 17
cases-waiting = Открытые обращения: { $n }. Сначала те, кто дольше ждёт нас
cases-mine = Ведёт { $name }: { $n }
cases-unanswered = Ещё никто не ответил: { $n }
cases-due = Есть срок: { $n }. Ближайший сначала
cases-oldest = Открытые обращения: { $n }. Самые давние сначала
cases-page = стр. { $page } из { $pages }
cases-away = 🌴 Сейчас нет: { $names }
away-usage = До какого дня вас не будет? Например: /away до понедельника, /away до 5 декабря, /away 3 (дня), просто /away — до конца сегодняшнего дня. Не дольше года и с сегодняшнего дня.
away-done = 🌴 Вас нет до { $day }: в этот день вы снова на месте. Звать к обращениям вас не будем. Вернётесь раньше — /back
away-freed = Снова в очереди: { $numbers }
away-returned = ↩️ { $name } будет { $day }. Обращение снова в очереди, его может взять любой.
away-still = 🌴 Вы отмечены как отсутствующие до { $day }. Вернулись — /back
back-done = Вы снова на месте. Кто ждёт ответа: /cases
back-before = Вы и так на месте. Уходите — /away
button-back = Я на месте
calls-day = К обращениям, на которые долго не отвечают, вас зовут последними и только в рабочие часы.
calls-always = К обращениям, на которые долго не отвечают, вас зовут в любое время, и ночью.
button-calls-always = 🌙 Звать и ночью
button-calls-day = Звать только в рабочие часы
cases-queue-age = ⏳ Самое долгое ожидание: { $waited }{ $working ->
        [yes] { " " }рабочего времени
       *[no] { "" }
    }
cases-waits = ждёт { $waited }
cases-until = ⏳ до { $until }
cases-late = ⏰ срок был { $until }
cases-do-take = 👉 Никто не взял: возьмите или попросите коллегу.
cases-do-take-over = 👉 Срок прошёл, ведёт { $name }: поторопите или возьмите себе.
cases-unreachable = 🚫 закрыл чат с ботом
cases-do-reach = 👉 Ответ здесь не дойдёт: свяжитесь с клиентом иначе или закройте.
cases-do-close = 👉 Клиент молчит после ответа: если вопрос решён, закройте.
button-cases-open = #{ $number } ↗
button-cases-take = ✋ Взять #{ $number }
button-cases-take-over = ✋ Взять себе #{ $number }
button-cases-waiting = Все · { $n }
button-cases-mine = Мои · { $n }
button-cases-unanswered = Без ответа · { $n }
button-cases-due = По сроку · { $n }
button-cases-oldest = Давние
button-cases-next = Дальше ▶
button-cases-back = ◀ Назад
cases-none = Открытых обращений нет 🎉
waits-minutes = { $n } мин
waits-hours = { $n } ч
waits-days = { $n } дн.
file-photo = [фото]
file-voice = [голосовое]
file-video = [видео]
file-sticker = [стикер]
file-other = [файл]
file-not-kept = [{ $file }, у нас не сохранено: за день пришло больше { $megabytes } МБ или { $n } файлов]
digest-head = 💬 { $name }, сообщений: { $n }
digest-held = 📎 { $name }: ещё файлов: { $n }. Они сохранены.
button-files = Показать { $n }
files-shown = Показываю.
files-none = Все файлы уже показаны.
content-contact = [контакт]
content-location = [геопозиция]
content-venue = [место]
content-poll = [опрос]
content-dice = [кубик]
content-game = [игра]
content-checklist = [список дел]
content-web-app-data = [данные мини-приложения]
content-story = [история]
content-live-photo = [живое фото]
content-paid-media = [платное фото или видео]
content-users-shared = [контакты из Telegram]
content-gift = [подарок]
content-unknown = [сообщение, которое я не умею показать]
content-forwarded = ↪️ Переслано от: { $name }
content-external = ↩️ Ответ на сообщение из другого чата: { $name }
support-stranger = Клиенту это не отправлено: вас пока нет среди сотрудников. Попросите у владельца ссылку-приглашение, и сможете отвечать.
support-removed = Клиенту это не отправлено: ваш доступ закрыт. Если это ошибка, скажите владельцу.
support-anonymous = Клиенту это не отправлено: вы пишете анонимно, и я не вижу, кто вы. Выключите анонимность в правах администратора или напишите от своего имени.
support-unreachable = ⚠️ Не дошло: клиент закрыл чат с ботом. Когда он вернётся, можно будет написать снова.
support-left = ⚠️ Клиент закрыл чат с ботом: последние сообщения могли не дойти, а новые не дойдут, пока он не вернётся.
support-back = Клиент вернулся в чат с ботом: ответы снова доходят.
undelivered-voice = ⚠️ Не дошло: клиент не принимает голосовые и видеосообщения. Напишите то же текстом.
undelivered-long = ⚠️ Не дошло: для Telegram это слишком длинно. Напишите короче или разбейте на несколько сообщений.
undelivered-file = ⚠️ Не дошло: Telegram не принял этот файл. Пришлите его заново, другим файлом или напишите текстом.
undelivered-refused = ⚠️ Не дошло: Telegram не принял это для клиента («{ $reason }»). Попробуйте ещё раз другими словами или другим файлом.
undelivered-unsure = ⚠️ Неизвестно, дошло ли это до клиента: Telegram не ответил. Если важно, напишите ещё раз.
case-undone = отозвано
case-undelivered = не доставлено
notice-undelivered = ⚠️ Telegram не доставил клиенту уведомление об этом обращении: клиент не знает, что здесь изменилось.
case-hidden = ⚠️ { $file } от клиента не удалось показать в группе: Telegram отвечает «{ $reason }». Проверьте мои права в группе. Владельцы получили это в личном чате.
cases-unseen = ⚠️ Сотрудники ещё не видят эти обращения или видят не всё: { $numbers }. Прочитать можно здесь: /case { $number }
support-not-passed = Такое клиенту не передать. Можно текст, фото, голос, видео, файл или стикер.
support-forward = Пересланное клиенту не отправляю: вдруг оно внутреннее. Напишите или пришлите сами.
support-note-inside = Клиенту ничего не отправлено: в сообщении есть «//», то есть заметка для своих. Заметку пришлите отдельно, а остальное — ещё раз без неё.
support-mistyped = Клиенту ничего не отправлено: похоже на опечатку в команде или заметке. Заметка начинается с //, команды — /take, /give, /close. Если это ответ клиенту, напишите его чуть иначе.
support-elsewhere = Клиенту это не отправлено: вы ответили не на его сообщение. Чтобы написать клиенту, ответьте на его слова или на карточку обращения.
support-edited = Клиент уже получил первый вариант, и он у него останется. Если нужно поправить, напишите новым сообщением.
support-edited-unsent = Правки я клиентам не отправляю и команд из них не выполняю. Напишите новым сообщением.
support-no-case = Не вижу, о каком обращении речь. Напишите это в его теме или ответом на любое его сообщение.
support-unknown-message = Клиенту это не отправлено: не вижу, о каком обращении то сообщение. Ответьте на любое другое сообщение этого обращения.
group-waiting-list = Жалоб пришло больше, чем Telegram пропускает сообщений в минуту. Вот что пишут клиенты; темы появятся по очереди, отвечайте в них.
group-waiting-list-file = [файл]
support-waiting-list = Клиенту ничего не отправлено: в том сообщении несколько обращений. Ответьте в теме нужного: она скоро появится. Прочитать его можно уже сейчас: /case и номер.
edit-inside = Правка клиенту не ушла: похоже на заметку или команду. У него прежний ответ, /undo удалит его.
edit-file = Файл в отправленном ответе я не меняю, только слова. Пришлите файл новым сообщением, а старый удалит /undo.
edit-long = Так длинно в одно сообщение не поместить, у клиента остался прежний ответ. Напишите новым сообщением.
edit-refused = ⚠️ Правка до клиента не дошла, у него прежний ответ. Telegram отвечает: «{ $reason }». Напишите новым сообщением.
undo-none = В этом обращении ещё нет ответа клиенту, забирать нечего.
undo-of-other = Этот ответ написал другой сотрудник: { $name }. Забрать его может он сам или руководитель.
undo-already = Этот ответ уже забрали.
undo-late = Прошло больше 48 часов: Telegram больше не даёт удалить это у клиента. Напишите ему поправку.
undo-waits = До клиента этот ответ ещё не дошёл. Если дойдёт, сразу удалю его там.
undo-lost = Не нахожу этого ответа в чате клиента, удалить не получилось. Напишите ему поправку.
undo-done = 🗑 У клиента этот ответ удалён. Ответом он больше не считается.
undo-refused = ⚠️ У клиента удалить не вышло, ответ остаётся у него. Telegram отвечает: «{ $reason }». Напишите поправку.
support-commands = Такой команды здесь нет, клиенту ничего не отправлено. Есть /cases, /case 17, /ref 17-4, /customer, /open и /inbox, а в обращении — /take, /give, /merge 17, /about, /severity, /t, /close, /undo (забрать свой ответ) и //заметка для своих. Подробнее: /help. Остальное умею в личном чате.
support-help =
    Как здесь вести обращения.

    Сообщение в теме обращения или ответ на его сообщение уходит клиенту. 👌 под ним значит, что оно дошло.
    //заметка с двух косых черт остаётся среди своих: под ней встанет 🙊.
    Опечатка? Исправьте своё сообщение, и оно исправится у клиента. /undo удалит его у клиента.
    /t — готовые ответы

    ✋ или /take — взять обращение
    /give — передать его коллеге
    /merge 17 — присоединить к обращению 17 того же клиента
    /about — обращение о сотруднике
    /severity — насколько оно серьёзно
    ✅ или /close — закрыть: спрошу причину и что сделали

    /cases — открытые обращения
    /case 17 — история обращения
    /ref 17-4 — обращение по коду, который назвал клиент
    /customer — карточка клиента
    /open — обращение со слов клиента: /open и телефон
    /inbox — что клиенты написали вне обращений
    /away и /back — вас нет, вы снова на месте
support-where = Эта команда работает в группе поддержки: в теме обращения или ответом на его сообщение.
support-where-none = Эта команда работает в группе поддержки, а её пока нет. Добавьте меня в группу сотрудников.

# Что написали клиенты: /inbox
inbox-head = 📥 Не прочитано: { $n }
inbox-none = Всё прочитано 🎉
inbox-seen-head = 📖 Прочитанное, последнее сверху
inbox-seen-none = Пока ничего не прочитано.
inbox-how = Нажмите номер: покажу целиком. Там же можно ответить или завести обращение.
inbox-wish = пожелание
inbox-message = сообщение
inbox-comment = к оценке { $score } из { $scale }
inbox-comment-unscored = ответ на вопрос
inbox-seen-by = 👀 Прочитано: { $name }
inbox-answered-by = ↩️ Ответ дан: { $name }
inbox-part-of-case = 📌 Часть обращения
inbox-reply-how = Чтобы ответить клиенту, ответьте на это сообщение.
inbox-reply-head = На ваше сообщение «{ $words }»:
inbox-reply-head-file = На то, что вы прислали:
inbox-delivered = ✓ Клиент получил ответ.
inbox-which = Клиентам ничего не отправлено: в том сообщении их несколько. Нажмите номер и ответьте на то, что я пришлю.
inbox-note = Клиенту не отправлено: с // начинаются заметки для своих.
inbox-gone = Здесь уже нечего читать. Новый список: /inbox
inbox-seen-done = Отмечено: прочитано
inbox-all-done = Отмечено прочитанным: { $n }
inbox-already-seen = Уже прочитано: { $name }
inbox-already-answered = Уже ответили: { $name }. Ваши слова клиенту не отправлены.
inbox-already-case = Это уже обращение { $number }: ответьте в нём.
inbox-case-done = Завели обращение { $number }
inbox-unread = 📥 Не прочитано: { $n }, самому старому { $age } — /inbox
inbox-where = Слова клиентов показываю только в группе поддержки и в личном чате.
inbox-answer-how = Ответьте на это сообщение (Reply): ваши слова уйдут клиенту.
stream-topic = 📥 Всё остальное
stream-head = 📥 Вне обращений написали: { $n }
stream-forgotten = Клиент попросил удалить свои данные.
button-inbox-answer = ↩️ Ответить
button-inbox-files = 📎 Показать файлы
button-stream-all = ✓ Прочитано всё
button-inbox-all = ✓ Прочитано всё на странице
button-inbox-next = Дальше ▶
button-inbox-first = ◀ В начало
button-inbox-seen-tab = Прочитанное
button-inbox-new-tab = Новое
button-inbox-seen = ✓ Прочитано
button-inbox-case = 📌 Завести обращение

# Обращение со слов клиента
open-usage = Кто и что рассказал? Телефон или номер клиента, а за ним его слова: /open +7 916 123-45-67 Привезли не тот торт
open-done = Обращение { $number } открыто, оно за вами.
open-joined = У клиента уже несколько открытых обращений, поэтому дописали это к обращению { $number }.
open-by-phone = Клиента нет в Telegram: сообщения отсюда до него не дойдут, ответьте ему по телефону.
case-from-staff = 📞 Записано со слов клиента

# Карточка клиента и журнал действий
customer-usage = О ком рассказать? Подойдёт номер обращения (/customer #17), номер клиента в вашей системе, телефон или id в Telegram. В теме обращения номер не нужен.
customer-nobody = Такого клиента не нашли.
customer-in-private = Карточка клиента — в личном чате со мной: { $link }
customer-stage = { $stage ->
    [new] 🌱 Новый клиент
    [silent] 🤫 Молчит дольше обычного
    [leaving] 🚪 Уходит
    [returned] 🎉 Недавно вернулся
   *[living] 🙂 С нами
}
customer-scores = ⭐ Оценки
customer-cases = 📌 Обращения
customer-reasons = 🚪 Причины ухода
customer-consents = 🤝 Согласия
customer-consent = { $day } · { $kind ->
    [promotion] предложения
   *[processing] обработка данных
}: { $given ->
    [yes] да
   *[no] нет
}
customer-stays = 🗓 Когда был клиентом
customer-stay = с { $since } по { $until }
customer-stay-now = с { $since }
customer-nothing-next = Ничего не запланировано.
audit-head = Кто что делал с данными, свежее сначала. Кто смотрел одного клиента: /audit 1001
audit-none = Пока ничего такого не было.
audit-command-line = из командной строки
audit-line = { $time } · { $who }: { $action ->
    [person_read] открыты данные клиента { $customer } (/{ $subject })
    [export] выгрузка { $subject }
    [feed_added] открыт адрес выгрузки { $subject }
    [feed_revoked] закрыт адрес выгрузки { $subject }
    [key_added] выдан ключ { $subject }
    [key_revoked] отозван ключ { $subject }
    [canned_reply_changed] готовый ответ «{ $subject }»
    [case_about] обращение { $subject }: отметка «о сотруднике»
    [case_severity] обращение { $subject }: задана серьёзность
    [import] загрузка файла { $subject }
    [import_undone] отмена загрузки { $subject }
   *[content_changed] изменено: { $subject }
}
button-audit-older = Раньше ▶

# Первая настройка
setup-language = Давайте познакомимся: три коротких вопроса, и можно работать.

    На каком языке говорим? / Which language do we speak?
setup-name = Как называется ваша компания? Так её увидят клиенты. Нажмите на название или напишите другое.
setup-name-long = Это слишком длинно: клиентам хватит 64 знаков. Как написать короче?
setup-name-taken = Клиенты увидят: «{ $business }».
button-setup-name = ✏️ Другое название
setup-zone = Где вы работаете? По этому времени считаются дни в отчётах, и ночью бот никому не пишет первым (клиент может назвать своё время). Выберите или напишите, например «Екатеринбург», Europe/Berlin или +5.
setup-zone-unknown = Не нашёл такого места. Напишите крупный город рядом, название вроде Europe/Berlin или разницу с Гринвичем, например +5.
setup-answered = Этот вопрос уже позади. Настроить заново: /setup
setup-cancelled = Хорошо, настройку отложили. Вернуться к ней: /setup
setup-done = Готово! ✅

    «{ $business }», { $place } (UTC{ $shift }): у вас сейчас { $time }.
setup-next-group = Что дальше:

    1. Добавьте меня в группу поддержки администратором — первой кнопкой ниже, права она даёт сама: туда будут приходить жалобы. Если включить в группе темы, у каждой жалобы будет своя.
    2. Пригласите коллег: /team
    3. Посмотрите на всё глазами клиента — кнопка внизу.

    Изменить настройки: /setup
setup-next-team = Что дальше: пригласите коллег через /team и посмотрите на всё глазами клиента — кнопка внизу.

    Изменить настройки: /setup
button-test-survey = Пройти опрос самому
owner-hint = Вы владелец: команда и приглашения — /team, цифры — /nps, название, язык и часовой пояс — /setup
command-nps = NPS: готовы ли нас рекомендовать
command-complaints = Жалобы: как часто и на что
command-churn = Кто ушёл и почему
command-retention = Удержание: кто заказывает снова
command-winback = Возвращаются ли после приглашений
command-risk = Кто может уйти и почему
command-words = О чём пишут клиенты
command-base = Клиентская база: кто пришёл и ушёл
command-surveys = Опросы и цепочки: включить, поправить
command-link = Ссылка на опрос и QR-код
command-dashboard = Все отчёты на одной странице
command-export = Данные файлом: /export заказы
duplicates = Похоже, в каждой паре один человек, но данные расходятся, поэтому ничего не объединили. Проверьте, что верно: /why и номер.
duplicates-line = • { $one } и { $other }: { $kind ->
        [telegram] два аккаунта Telegram
       *[company] два номера клиента в компании
    }, { $proof ->
        [contact] а телефон один
        [link] хотя пришли по одной личной ссылке
       *[record] хотя данные компании говорят, что это один человек
    }
duplicates-none = Дублей нет: ни у кого из клиентов данные не расходятся.
button-duplicates-more = Дальше ›
button-duplicates-first = ‹ В начало
command-digest = Сводка за неделю: когда присылать
command-action = Записать, что сделали для клиентов
command-actions = Что вы сделали: список записей
command-duplicates = Дубли: один человек, разные номера
command-why = Что писали клиенту и почему: /why 1001
command-team = Команда и приглашения
command-setup = Название, язык, часовой пояс
command-cases = Открытые обращения
command-inbox = Что написали клиенты
command-case = История обращения: /case 17
command-undo = Забрать последний ответ клиенту
command-ref = Обращение по коду клиента: /ref 17-4
command-customer = Карточка клиента: /customer #17
command-away = Меня нет: до какого дня
command-back = Я снова на месте
command-calls = Когда звать меня к просроченным обращениям
command-open = Обращение со слов клиента: /open и телефон
command-audit = Кто что делал с данными
command-take = Взять обращение в работу
command-close = Закрыть обращение и назвать причину
command-give = Передать обращение коллеге
command-merge = Присоединить к другому обращению клиента: /merge 17
command-t = Готовые ответы клиентам
command-about = Обращение о сотруднике
command-severity = Насколько серьёзно обращение
command-settings = Язык, предложения, напоминания
command-stop = Не писать мне первыми

# Что Telegram показывает, пока боту не написали; не длиннее 512 и 120 знаков
bot-description = Расскажите «{ $business }», как всё прошло: оценка, жалоба, пожелание. На жалобы отвечают люди, прямо в этом чате. Нажмите «Начать».
bot-short-description = Оценки, жалобы и пожелания для «{ $business }»

# Группа поддержки
owner-no-group = Группы поддержки пока нет: о жалобах узнаёте только вы, здесь. Кнопка добавит меня в группу сразу с нужными правами.
button-group-add = ➕ Добавить в группу поддержки
sample-title = 🧪 Пример обращения
sample-case = 🧪 Это пример: такого клиента нет, и в отчётах его не будет.

    🔴 #0 · Доставка · негативный тон
    Клиент: Мария · русский
    Ждёт сотрудника

    💬 Мария:
    Заказ обещали к шести, уже девять, и никто не отвечает.

    Как отвечать:
    • { $kind ->
        [topic] напишите прямо в этой теме
       *[group] ответьте на это сообщение
    }: ваш текст, фото или голос уйдёт клиенту;
    • начните с //, и это останется между коллегами;
    • /take — обращение ваше, /close — закрыть его и назвать причину.

    Попробуйте: отсюда ничего никому не уйдёт.
button-sample-close = ✓ Понятно, убрать пример
sample-said = Так ваш ответ ушёл бы клиенту. Это пример: никому ничего не отправлено.
sample-closed = 🧪 Пример убран. Настоящие обращения придут сюда сами.
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
group-chosen = Готово: «{ $title }» — группа поддержки. Жалобы придут туда, отвечать может каждый, кто есть в /team.
group-greeting = Здесь теперь разбираем жалобы клиентов компании «{ $business }». Ответ на сообщение о жалобе уйдёт клиенту, если вы есть в команде: ссылку даёт руководитель командой /team.
group-alarm = ⚠️ В группе поддержки «{ $title }» мне не хватает прав:

    { $lacks }
group-closed = ⚠️ Меня нет в группе поддержки: Telegram отвечает «{ $reason }». Открытых обращений: { $n }. Они ждут и не пропадут. Верните меня в группу администратором или добавьте в другую: я предложу сделать её группой поддержки. Прочитать обращения можно здесь: /cases
group-refuses = ⚠️ Группа поддержки не принимает мои сообщения: Telegram отвечает «{ $reason }». Проверьте мои права: название группы → «Изменить» → «Администраторы» → я. Открытых обращений: { $n }. Они ждут и не пропадут; прочитать их можно здесь: /cases
group-works-again = ✅ Группа поддержки снова принимает мои сообщения. Всё, что ждало, показываю там по порядку.
group-lost = ⚠️ Меня удалили из группы поддержки «{ $title }». О новых жалобах буду писать вам сюда. Верните меня в группу или добавьте в другую: я предложу сделать её группой поддержки.

# База, которая может быть копией
backup-failed = ⚠️ Ночную копию базы сделать не удалось ({ $reason }). Пробую каждый час; подробности — в журнале на сервере.
copy-found =
    ⚠️ Возможно, бот работает с копией базы: { $sign ->
        [older] она отстаёт от отметки, которая хранится рядом с ней
        [other_id] рядом с ней лежит отметка другой базы, файл *.id
        [no_file] рядом с ней нет её отметки, файла *.id
        [moved] её папку скопировали
        [unmarked] её сделали до первого запуска бота в этой папке
        [other_server] сервер базы другой, или базу создали заново
        [missed_updates] Telegram уже отдал сообщения, которых в ней нет
       *[restored] её восстановили из резервной копии
    }. { $age }

    Клиентам отвечаю и жалобы передаю как обычно. Опросы, напоминания и предложения остановлены: ждут отправки — { $messages }, запланировано — { $plans }. Что уже отправлено позже и кто с тех пор попросил не писать, в этой базе не записано, поэтому надёжнее отменить то, что ждёт.
copy-age = Последняя запись в ней: { $since }.
copy-age-unknown = Когда её сделали, неизвестно.
copy-dropped = 🗑 Всё, что ждало, отменено. Дальше сообщения идут как обычно.
copy-goes-on = ▶️ Эта база теперь рабочая. То, что ждало, отправляется.
copy-decided = Это уже решено
button-copy-drop = 🗑 Отменить то, что ждёт
button-copy-go-on = ▶️ База рабочая: отправлять

# Почему клиенту писали или не писали
why-usage = О ком рассказать? Например, /why 1001: номер клиента в вашей системе или его id в Telegram.
why-nobody = Такого клиента нет. Нужен его номер в вашей системе или id в Telegram.
why-offers-yes = Согласие на предложения есть.
why-offers-no = Предложений не хочет.
why-offers-unasked = О предложениях ещё не спрашивали.
why-stopped = Попросил не писать первыми: { $time }.
why-asked-less = Просил писать реже: { $time }.
why-blocked = Заблокировал бота: { $time }.
why-left = Уход: { $time }.
why-open-case = Есть открытое обращение.
why-joined = { $proof ->
        [contact] Это один человек с клиентом из данных компании: поделился своим контактом { $time }.
        [link] Это один человек с клиентом из данных компании: пришёл по личной ссылке { $time }.
       *[record] Две записи о нём стали одной: так сказали данные компании { $time }.
    }
why-joined-refused-telegram = Не объединён с другим клиентом: у обоих есть аккаунт Telegram ({ $time }). Проверьте, один ли это человек.
why-joined-refused-company = Не объединён с другим клиентом: у обоих есть номер клиента в компании ({ $time }). Проверьте, какой верен.
why-reminder = напоминание
why-invitation = приглашение вернуться
why-requested = напоминание, о котором клиент сам попросил
why-survey = опрос
why-service = наш вопрос
why-message = сообщение
why-after-order = { $what } после заказа
why-after-case = { $what } после обращения
why-call-back = { $what } о том, что перезвонят
why-after-answer = { $what } после ответа
why-by-turn = { $what } в свою очередь
why-sent = ✅ { $time } · { $what }: отправлено
why-posted = 📤 { $time } · { $what }: отправляется
why-wait = ⏳ { $time } · { $what }: ждёт до { $until }, { $why }
why-waits = ⏳ { $time } · { $what }: ждёт, { $why }
why-never = 🚫 { $time } · { $what }: не отправлено, { $why }
why-nothing = Сами мы этому клиенту ничего не писали.
why-next = Что дальше:
why-coming = { $time } · { $what }, если ничто не помешает
why-after-silence = { $what } после долгого молчания
why-campaign = рассылка «{ $name }»
why-coming-open = { $what }: ждёт, { $why }
why-no-more = Уже не придёт:
why-not-coming = { $what }: { $why }
why-offers = Предложения:
why-offer = 🎁 { $time } · { $offer }, код { $code }: { $became ->
    [used] использовано
    [expired] истекло
   *[open] действует до { $until }
}
policy-due = ничто не мешает
policy-not-yet = ещё не время
policy-quiet-hours = тихие часы у клиента
policy-weekly-cap = за неделю уже написали достаточно
policy-relational-rest = общий вопрос о нас задавали недавно
policy-survey-rest = недавно уже был опрос
policy-open-case = обращение клиента ещё открыто
policy-asked-less = клиент просил писать реже
policy-in-talk = клиент сейчас отвечает на другой вопрос
policy-held = база может быть копией, ждём решения владельца
policy-revoked = владелец отменил то, что ждало в копии базы
policy-declined = клиент просил больше об этом не писать
policy-too-late = уже поздно, сообщение потеряло смысл
policy-unreachable = клиент заблокировал бота или не начинал разговор
policy-stopped = клиент попросил не писать (/stop)
policy-no-promotion = предложения через этот канал выключены
policy-no-consent = нет согласия на предложения
policy-not-agreed = нет согласия на обработку данных
policy-held-out = в контрольной группе: ей не пишем
policy-obsolete = уже не нужно: вопрос уже задан или ответ есть, клиент вернулся или ушёл, либо повода больше нет
policy-paused = рассылка на паузе
policy-cancelled = рассылку остановили
policy-quota = ответов уже достаточно
policy-uncertain = связь оборвалась при отправке: повторять нельзя
policy-failed = отправить не удалось
export-usage = Что выгрузить? /export заказы 2026-10 csv — можно: ответы, жалобы, отток, контакты, клиенты, заказы, согласия; период и csv указывать не обязательно.
export-bad-word = Не понял «{ $word }». Можно так: /export заказы 2026-10, /export ответы 90d csv
export-ordered = Готовлю файл, пришлю его сюда.
export-too-large = Этот файл велик для чата. Возьмите меньше дней или выгрузите на сервере: otklik export { $export } --out FILE.csv
feed-unknown-address = По этому адресу ничего нет: он отозван, истёк или вставлен не целиком; новый делает команда otklik feed add.
feed-busy = Таблица ещё готовится; повторите запрос через минуту.
export-caption = Строк: { $rows }
words-export-answers = ответы оценки
words-export-complaints = жалобы обращения
words-export-churn = отток уходы
words-export-contacts = контакты
words-export-customers = клиенты
words-export-orders = заказы
words-export-consents = согласия

# Файлы компании: что не так со строкой

# Records of the company's own data ------------------------------------------------------------------

# Другие программы: ключи, события
api-no-key = Нужен действующий ключ: заголовок «Authorization: Bearer КЛЮЧ»; ключ делает команда otklik key add ИМЯ.
api-no-json = Строка { $line }: это не JSON.
api-not-utf8 = Текст не в кодировке UTF-8.
api-not-json = Нужен JSON (application/json) или по одному событию в строке (application/x-ndjson).
api-too-large = Запрос больше { $most } КиБ; разделите его на несколько.
api-too-many = В запросе больше { $most } событий; разделите его на несколько.
api-no-report = Такого отчёта нет; есть { $possible }.
api-no-parameter = Параметра «{ $name }» нет; есть { $possible }.
api-no-day = «{ $name }» — не день; нужно 2026-12-31.
api-no-period = «{ $word }» — не период; в «period» можно 90d, 2026-10, month.
api-period-and-days = Укажите «period» или «from» и «to», не всё сразу.
api-report-empty-period = День «from» должен быть раньше дня «to».
api-report-out-of-range = Дни считаются с { $first } по { $last }.
api-report-other-groups = Отчёт { $report } так не делится; в «by» возможно: { $possible }.
api-report-no-groups = Отчёт { $report } на группы по выбору не делится: уберите «by».
api-no-hook = Такого хука нет; есть { $possible }.
api-no-proof = Подпись или ключ хука { $hook } не подходит; ключ делает команда otklik key add ИМЯ --hook { $hook }.
api-no-form = В форме слишком много полей.

# Файл с клиентами или заказами, который руководитель прислал в чат
import-how =
    Пришлите мне сюда файл с клиентами или заказами: CSV, XLSX, XLS или ODS, до 20 МБ. Покажу, что понял в каждом столбце и сколько строк подходит, и только после вашего «Загрузить» что-то запишу.

    Заказам нужны номер, дата, сумма и номер или телефон клиента; клиентам — номер или телефон. Порядок и названия столбцов любые, выгрузки 1С, МойСклад, RetailCRM, Shopify и WooCommerce подходят как есть. Один и тот же файл можно прислать дважды: ничего не задвоится.
import-looking = Смотрю файл { $file }…
import-file-too-large = Файл { $file } больше 20 МБ, такие Telegram боту не отдаёт. Загрузите его на сервере командой otklik import или разделите на части.
import-not-fetched = Telegram не отдал файл { $file }. Пришлите его ещё раз.
import-not-read = Не получилось прочитать { $file }. Сохраните его как CSV (UTF-8) и пришлите ещё раз.
import-head = 📄 { $file } — { $kind }
import-kind-orders = заказы
import-kind-customers = клиенты
import-columns = Что я понял в столбцах:
import-attributes = Сохраню как есть: { $columns }
import-or = или
import-missing = Не хватает столбца: { $fields }.
import-missing-how = Назовите столбец в первой строке файла и пришлите файл ещё раз.
import-lines = Можно загрузить: { $n }. Нельзя: { $refused }.
import-counts = Новых { $created }, изменятся { $changed }, уже есть такие же { $unchanged }.
import-counts-done = Новых { $created }, изменено { $changed }, без изменений { $unchanged }.
import-days = Заказы с { $first } по { $last }.
import-refused-head = Почему нельзя:
import-line = строка { $line }: { $why }
import-refused-more = И ещё { $n }: пришлю все файлом после загрузки.
import-which-day-order = «{ $value }» может быть двумя разными днями. Какой это день?
import-which-decimal-mark = «{ $value }» может быть двумя разными суммами. Какая это сумма?
import-amount = сумма { $value }
import-no-line = Загружать нечего: ни одна строка не подходит.
import-nothing-yet = Пока ничего не записано.
import-day =
    { $day } { $month ->
        [1] января
        [2] февраля
        [3] марта
        [4] апреля
        [5] мая
        [6] июня
        [7] июля
        [8] августа
        [9] сентября
        [10] октября
        [11] ноября
       *[12] декабря
    } { $year }
import-cancelled = { $file }: отменено, ничего не записано.
import-running = { $file }: записываю…
import-progress = { $file }: записано { $done } из { $n }
import-done = ✓ { $file }: загружено.
import-done-refused = Не загружено строк: { $n }. Они в файле ниже, с причиной у каждой: исправьте и пришлите его же.
import-failed = { $file }: загрузка не удалась, ничего из файла не учтено. Пришлите его ещё раз или позовите того, кто обслуживает бота.
import-unfinished = { $file }: всё записано, но последний шаг не удался. Нажмите кнопку чуть позже.
import-undoing = { $file }: отменяю загрузку…
import-undone = { $file }: загрузка отменена, всё как до неё.
import-undo-failed = { $file }: отменить загрузку пока не получилось. Нажмите ещё раз чуть позже.
import-undo-people = Отменить нельзя: с этими клиентами или об этих заказах уже говорили ({ $count }).
import-undo-orders = Отменить нельзя: у этих клиентов есть и другие заказы ({ $count }). Сначала отмените загрузку, из которой они пришли.
import-undo-changed = Отменить нельзя: строки этой загрузки потом изменились ({ $count }). Сначала отмените загрузку, которая их изменила.
import-undo-over = Эта загрузка уже отменена или ещё не закончена.
import-refused-file = строки-с-ошибками.csv
import-refused-column-line = Строка
import-refused-column-why = Почему не загружена
import-busy = Сейчас загружается другой файл, { $file }. Когда он закончится, нажмите ещё раз.
import-again = Смотрю ещё раз…
import-decided = С этим файлом уже решено
import-not-yours = Этот файл прислали не вы: решает тот, кто прислал
import-gone = Этого файла больше нет. Пришлите его ещё раз.
button-import-confirm = ✓ Загрузить: { $n }
button-import-undo = Отменить загрузку
button-import-go-on = Закончить загрузку
button-import-cancel = Отмена
button-import-as-customers = Это клиенты
button-import-as-orders = Это заказы
button-import-value = { $text } — это { $value }
import-field-customer-id = номер клиента
import-field-name = имя
import-field-first-name = имя
import-field-last-name = фамилия
import-field-phone = телефон
import-field-language = язык
import-field-timezone = часовой пояс
import-field-segment = сегмент
import-field-joined-at = клиент с какого дня
import-field-left-at = когда ушёл
import-field-monthly-margin = прибыль в месяц
import-field-order-id = номер заказа
import-field-ordered-at = дата заказа
import-field-amount = сумма заказа
import-field-line-amount = сумма строки
import-field-currency = валюта
import-field-touchpoint = точка
import-field-status = статус
import-field-payment-status = статус оплаты
import-field-cancelled-at = когда отменён
import-field-code = промокод
import-field-margin = прибыль
import-field-cost = себестоимость
command-import = Загрузить клиентов или заказы из файла

# Рассылки

button-stop-writing = 🔕 Больше не писать
campaign-state = { $state ->
    [scheduled] назначена
    [running] идёт
    [paused] на паузе
    [stopped] остановлена
    [done] завершена
    [broken] остановилась сама
   *[draft] черновик
}
campaign-unnamed = Новая рассылка
campaign-sent = Отправлено: { $n }
campaign-open = Ещё в работе: { $n }
campaign-uncertain = Неясно, дошло ли: { $n }. Повторно не отправляем.
campaign-held-out = Контрольная группа: { $n }. Ей не пишем, чтобы увидеть разницу.
campaign-refused = Не получат: { $n }
campaign-waits = Кто и чего ждёт:
campaign-broken = { $why ->
    [blocks] Бота заблокировали больше { $limit } % тех, кому написали. Рассылка остановлена, остальным ничего не уйдёт.
   *[complaints] Больше { $limit } % тех, кому написали, пожаловались. Рассылка остановлена, остальным ничего не уйдёт.
}
button-campaign-pause = ⏸ Пауза
button-campaign-resume = ▶️ Продолжить
button-campaign-stop = ⏹ Остановить
button-campaign-funnel = 📊 Итоги
campaigns = Рассылки. Нажмите, чтобы посмотреть или продолжить.
campaigns-none = Рассылок пока не было. Начнём первую?
button-campaign-new = ➕ Новая рассылка
campaign-ask-name = Как назовём рассылку? Название увидите только вы и коллеги.
campaign-ask-kind = Что вы хотите отправить?
button-campaign-kind-service = 🛠 Сообщение по делу
button-campaign-kind-promotion = 🎁 Предложение
button-campaign-kind-survey = ⭐ Опрос
campaign-ask-survey = Какой опрос?
campaign-kind = { $kind ->
    [service] Что: сообщение по делу, без рекламы
    [promotion] Что: предложение; получат только те, кто на это согласился
    [unchosen] Что: опрос
   *[survey] Что: опрос «{ $survey }»
}
campaign-says = { $arm ->
    [treated] Текст A
    [variant] Текст B
   *[only] Текст
} ({ $code }): { $text }
campaign-for = Кому: { $audience }
campaign-everybody = всем клиентам
campaign-of-segment = сегмент «{ $name }»
campaign-of-touchpoint = кто заказывал: «{ $name }»
campaign-of-cause = кто жаловался: «{ $name }»
campaign-left = { $left ->
    [yes] кто ушёл
   *[no] кто остаётся с нами
}
campaign-silent = без заказов { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
campaign-holdout = Контрольная группа: { $share } % не получат, чтобы увидеть разницу
campaign-ask-audience = Кому отправить? Условия складываются: человек должен подойти под все.
campaign-ask-choice = Выберите:
campaign-no-choice = В данных пока не из чего выбрать.
campaign-choice-gone = Такого больше нет, выберите заново.
button-campaign-by-segment = Сегмент
button-campaign-by-touchpoint = Где заказывали
button-campaign-by-left = Ушли или с нами
button-campaign-by-cause = Жаловались: причина устранена
button-campaign-by-silent = Давно не заказывали
button-campaign-anybody = Неважно
button-campaign-done = ✅ Готово
button-campaign-audience = 👥 Кому
button-campaign-text = ✏️ Текст
button-campaign-preview = 👀 Показать мне
button-campaign-count = 🔢 Посчитать
button-campaign-start = ▶️ Запустить
button-campaign-delete = 🗑 Удалить
button-campaign-one = Хватит одного языка
button-campaign-stop-for-good = Да, остановить
button-campaign-again = 🔄 Обновить
campaign-ask-text = Пришлите текст сообщения. Его получат ровно таким.
campaign-ask-other = { $other ->
    [en] Теперь то же по-английски — для тех, кому так удобнее.
   *[ru] Теперь то же по-русски — для тех, кому так удобнее.
}
campaign-no-promotion = Предложения через этот канал выключены (outreach.promotion): можно отправить опрос или сообщение по делу.
button-campaign-keep = Оставить как есть
button-campaign-second = 🅱️ Второй текст
button-campaign-no-second = ✖️ Без второго
button-campaign-offers = 🎁 Предложение с кодом
button-campaign-no-offer = Без предложения
campaign-ask-second = Пришлите второй текст. Его получит половина, первый — другая половина: в итогах будет видно, есть ли разница.
campaign-second-lacks = Первый текст есть на двух языках, второй — на одном. Нажмите «Второй текст» и пришлите перевод.
campaign-ask-offer = Что предложим? Каждый получит свой код. Предложения берутся из файла вашей компании.
campaign-no-offers = В файле предложений пусто.
campaign-offers = Предложение: { $offer }
campaign-offers-or = Предложение: { $offer }; когда закончится — { $instead }
campaign-preview-of = { $arm ->
    [variant] Текст B:
   *[treated] Текст A:
}
campaign-sample-code = ПРИМЕР
button-campaign-later = 🕙 Позже
button-campaign-not-yet = ✖️ Не запускать
campaign-ask-day = В какой день начать? Время: { $zone }.
campaign-ask-hour = Во сколько? Время: { $zone }.
campaign-starts = Начнётся: { $at } ({ $zone })
campaign-time-gone = Это время уже прошло, выберите другое.
campaign-call-off-first = Рассылка ждёт своего часа. Сначала нажмите «Не запускать».
campaign-not-begun = { $why ->
    [late] Рассылка «{ $name }» не началась: в назначенный час бот не работал. Она снова черновик: /campaigns
   *[gone] Рассылка «{ $name }» не началась: того, кто её назначил, в команде больше нет. Она снова черновик: /campaigns
}
campaign-incomplete = Сначала напишите текст.
campaign-counting = Считаю…
campaign-counted = Получат сразу: { $n }
campaign-counted-waits = Получат позже, если причина пройдёт: { $n }
campaign-counted-never = Не получат: { $n }
campaign-nobody = Сейчас отправлять некому: выберите, кому, или подождите, пока причины пройдут.
campaign-count-first = Рассылка изменилась. Нажмите «Посчитать» и посмотрите, кому она уйдёт.
campaign-started-already = Рассылка уже началась, её не изменить.
campaign-deleted = Черновик удалён.
campaign-gone = Этой рассылки уже нет. Список: /campaigns
campaign-not-so = Уже не так: посмотрите, что с ней сейчас.
campaign-stop-sure = Остановить «{ $name }» совсем? Продолжить её потом будет нельзя.
funnel-first = { $step ->
    [invited] Приглашены
   *[assigned] Назначены
}: { $n }
funnel-step = { $step ->
    [delivered] Дошло
    [started] Начали
    [scored] Оценили
    [commented] Написали почему
    [answered] Ответили
   *[returned] Заказали за { $window ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }
}: { $n } из { $of } ({ $share })
funnel-orders-unknown = Заказы: с начала рассылки ни одного в данных нет
funnel-said-back = Ответили «Я снова с вами»: { $n }
funnel-opted-out = Отписались: { $n } из { $of }
funnel-offers-taken = «Я снова с вами» под предложением: { $n }
funnel-offers-cost = Предложения стоили { $money }
funnel-no-holdout = Контрольной группы не было, поэтому сказать, что заказы из-за рассылки, нельзя.
funnel-too-early = Сравнивать рано: у каждого есть { $window ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } после сообщения.
funnel-share = { $share } ({ $x } из { $n })
funnel-between = { $goal ->
    [score] Оценили
   *[order] Заказали
}: { $first ->
    [written] с рассылкой
    [variant] текст B
   *[treated] текст A
} — { $one }, { $second ->
    [variant] текст B
   *[holdout] контрольная группа
} — { $other }
funnel-verdict = { $found ->
    [more] { $second ->
        [variant] текст A лучше
       *[holdout] рассылка подействовала
    }
    [less] { $second ->
        [variant] текст B лучше
       *[holdout] без рассылки заказывали чаще
    }
   *[same] может быть случайностью
}
funnel-incremental = Благодаря рассылке заказали примерно { $count }
funnel-incremental-cost = Каждый такой клиент обошёлся в { $money }
command-campaigns = Рассылки: создать, следить, остановить

# Опросы, цепочки, предложения и тексты с телефона
survey-off = Этот опрос сейчас не проводится. Если хотите что-то рассказать, просто напишите нам здесь.
content-list-survey = Опросы. Нажмите на любой, чтобы включить, посмотреть на себе или поправить. Новый опрос просто пришлите файлом .toml.
content-list-journey = Цепочки: что и когда уходит само. Нажмите на любую, чтобы включить или поправить. Новую просто пришлите файлом .toml, имя файла станет её именем.
content-list-offers = Предложения тем, кто ушёл. Пришлите файл offers.toml, чтобы завести или поправить их.
content-list-themes = Темы комментариев: по каким словам бот узнаёт, о чём пишут клиенты. Заберите файл, поправьте слова и пришлите обратно.
content-list-texts = Слова, которыми говорит бот. Пришлите файл ru.ftl или en.ftl со строками, которые хотите сказать иначе.
button-content-survey = Опросы
button-content-journey = Цепочки
button-content-offers = Предложения
button-content-themes = Темы
button-content-texts = Тексты
content-origin = { $layer ->
    [built_in] из программы
    [folder] свой файл
   *[chat] изменён из чата
 }{ $version ->
    [0] { "" }
   *[other] , версия { $version }
 }
content-none = { $kind ->
    [texts] всё как в программе
   *[other] пока нет
 }
content-answers = { $n ->
    [one] { $n } ответ
    [few] { $n } ответа
   *[many] { $n } ответов
 } за 30 дней
content-changed-by = В чате последним менял(а): { $name }, { $at }.
content-how = Чтобы поправить, возьмите файл, измените слова и пришлите его сюда. Сначала покажу, что изменится.
content-unusable = ⚠️ Файл из чата не подходит этой версии программы, поэтому пока работает прежний. Возьмите файл, поправьте и пришлите: скажу, что в нём не так.
content-off-survey = Выключен: его никто не начнёт, начатые разговоры закончатся.
content-off-journey = Выключена: по ней ничего не уходит.
content-journey-does = { $trigger ->
    [order_stored] После заказа
    [case_closed] После закрытого обращения
    [score_given] После оценки
    [silent] После долгого молчания
   *[schedule] По календарю
} { $survey ->
    [none] уходит сообщение.
   *[other] уходит опрос { $survey }.
}
content-journey-waits = Опрос { $survey } выключен, поэтому по ней ничего не уходит.
content-off-offers = Выключены: никому не предлагаются.
content-off-themes = Выключены.
content-off-texts = Выключены.
content-begun-by = Его начинают цепочки: { $names }.
button-content-preview = 👀 Посмотреть на себе
button-content-file = 📄 Прислать файл
button-content-off = ⏸ Выключить
button-content-on = ▶️ Включить
button-content-back = ↩️ Вернуть прежнюю
button-content-list = ← К списку
button-content-leave = Оставить как есть
button-content-take = ✅ Применить
button-content-again = 🔄 Сравнить снова
content-sure-survey = Выключить опрос «{ $name }»? Его больше никто не начнёт: ни по ссылке, ни командой, ни из рассылки. Начатые разговоры закончатся как обычно.
content-sure-journey = Выключить цепочку «{ $name }»? По ней больше ничего не уйдёт, и то, что уже запланировано, тоже.
content-sure-offers = Выключить все предложения? Новые никому не покажем, уже выданные коды останутся в силе.
content-stops = { $n ->
    [0] Ни одна цепочка от него не зависит.
    [one] Вместе с ним остановится цепочка: { $names }.
   *[other] Вместе с ним остановятся цепочки: { $names }.
 }
content-switched = { $state ->
    [on] ▶️ «{ $name }» снова в работе.
   *[off] ⏸ «{ $name }» выключен. Включить можно здесь же.
 }
content-mark = по этой строке видно, не изменил ли файл кто-то ещё
content-caption = Измените слова в кавычках и пришлите файл сюда.
content-looking = Проверяю { $name }…
content-too-large = Файл { $name } слишком большой: помещается до { $most } КБ.
content-not-utf8 = Файл { $name } не прочитать. Сохраните его в кодировке UTF-8 и пришлите ещё раз.
content-not-fetched = Не получилось забрать файл { $name } из Telegram. Пришлите его ещё раз.
content-faulty = { $n ->
    [one] В файле { $name } нашлась ошибка. Пока работает прежний, а здесь поправьте:
   *[other] В файле { $name } нашлись ошибки: { $n }. Пока работает прежний, а здесь поправьте:
 }
content-faults-more = …и ещё { $n }
content-same = { $name }: в файле всё так же, как сейчас. Менять нечего.
content-new = { $name }: ошибок нет, такого ещё не было.
content-checked = { $name }: ошибок нет. Вот что изменится:
content-outdated = ⚠️ Пока вы правили, этот файл изменил(а) { $name }. Сравниваю с тем, что есть сейчас: посмотрите, не пропадёт ли чужая правка.
content-changes-more = …и ещё изменений: { $n }
content-new-survey = Новый опрос «{ $title }», вопросов: { $n }
content-question-added = новый вопрос { $question }: «{ $words }»
content-question-removed = больше нет вопроса { $question }: «{ $words }»
content-question-text = вопрос { $question }: было «{ $before }», станет «{ $after }»
content-options-changed = вопрос { $question }: другие ответы
content-question-changed = вопрос { $question }: другие переходы или правила
content-order-changed = другой порядок вопросов
content-thanks-changed = другие слова в конце
content-settings-changed = другие настройки: { $keys }
content-text-changed = { $name }: было «{ $before }», станет «{ $after }»
content-taken = { $kind ->
    [survey] ✅ { $name } в работе. Новые разговоры пойдут по нему, начатые закончатся как начались.
   *[other] ✅ { $name } в работе.
 }
content-left = { $name }: оставил всё как было.
content-meanwhile = Пока вы решали, этот файл изменил кто-то ещё. Ваша правка не применена: сравните её с тем, что есть теперь.
content-stale = Тем временем здесь кое-что изменилось. Посмотрите ещё раз.
content-gone = Этого больше нет. Откройте /surveys заново.
content-not-yours = Этот файл прислал другой человек: решать ему.
content-decided = Здесь уже всё решено.
content-no-earlier = Прежней версии нет: эта первая.
content-unusable-notice = ⚠️ После обновления программы не подходит файл, изменённый в чате: { $name }. Пока работает тот, что под ним. Откройте /surveys, возьмите файл и пришлите поправленный. Вот что в нём не так:

# Страница с отчётами

page-ordered = Собираю страницу, пришлю её сюда.
page-caption = Все отчёты на одной странице. Откройте файл в браузере: сеть не нужна, период и точку можно менять.
page-title = Отклик: отчёты
page-no-script = Браузер не выполняет скрипты, поэтому отчёты показаны текстом за последние 30 дней. Откройте файл в обычном браузере, чтобы выбирать период и точку.
page-sections = Разделы
page-today = Сегодня
page-nps = NPS
page-complaints = Жалобы
page-leaving = Уходы
page-winback = Возврат
page-retention = Удержание
page-words = Слова клиентов
page-period = Период
page-period-30d = 30 дней
page-period-90d = 90 дней
page-period-365d = Год
page-period-month = Этот месяц
page-period-last-month = Прошлый месяц
page-against = Сравнить
page-against-before = До этого
page-against-year = Год назад
page-branch = Точка
page-everywhere = Все точки
page-nameless = без точки
page-theme = Оформление
page-theme-auto = Системное
page-theme-light = Светлое
page-theme-dark = Тёмное
page-days-shown = Показаны { $days }, сравнение: { $before }
page-foot = Собрано { $made } ({ $zone }). Файл ничего не загружает и работает без сети.
page-how = В скобках — интервал, в котором с вероятностью 95 % лежит настоящее значение. Если людей меньше { $n }, их оценок не показываем, если меньше { $few }, не сравниваем. Стрелка стоит, только если разница вряд ли случайна.
page-unknown = неизвестно
page-yes = да
page-no = нет
page-nothing = Пока нечего показать.
page-cut = Показано строк: { $n } из { $of }. Всё целиком — командой otklik report.
page-unlisted = Ещё точек: { $n }. Они реже встречаются и сюда не поместились.
page-whole-company = По всей компании: по точкам этот отчёт не делится.
page-minutes = { $n } мин
page-hours = { $n } ч
page-days = { $n } дн.
page-interval = от { $low } до { $high }
page-n = человек: { $n }
page-few = Мало ответов: число ещё сильно качается.
page-few-short = мало ответов
page-hidden = скрыто: здесь или рядом меньше { $n }
page-rose = ▲ выросло
page-fell = ▼ снизилось
page-no-change = значимых изменений нет
page-before = было { $value } (от { $low } до { $high }, n = { $n })
page-before-bare = было { $value }
page-before-unknown = Сравнить не с чем: раньше неизвестно.
page-urgent = Срочно:
page-unanswered = жалоб без ответа: { $n }, самая старая ждёт { $age }
page-worst = Ниже остальных — { $where }: NPS { $value } (от { $low } до { $high }, n = { $n })
page-main-reason = Главная причина ухода, которую можно исправить: { $reason } ({ $n })
page-calm = Срочного нет.
page-card-nps = NPS
page-card-complaints = Жалобы
page-card-left = Ушли
page-card-returned = Возврат благодаря приглашениям
page-no-answers = Ответов нет.
page-no-complaints = Жалоб нет.
page-rest-reasons = Прочее, названное немногими
page-share-of = Доля из { $n }
page-cases = за период
page-no-orders = Заказы неизвестны: загрузите их, и будет доля.
page-per-100 = на 100 заказов
page-cases-of-orders = { $n } на { $of } заказов
page-churn-unknown = Неизвестно: у клиентов нет точек, в начале никого не было или об уходах ещё ничего не было известно.
page-lost-of = ушли { $n } из { $of }
page-longer = Посмотреть за больший срок: { $days }
page-winback-unknown = Неизвестно: срок на возврат ещё ни у кого не прошёл или заказы не загружены.
page-points = п. п.
page-returned-of = вернулись: { $n } из { $of }
page-arms-returned = вернулись: { $n } из { $of } приглашённых, { $left } из { $alone } тех, кому не писали
page-proven = Приглашения действуют: интервал не содержит нуля.
page-unproven = Пока не доказано: нужно ещё людей: { $n }
page-distribution = Из чего складывается NPS
page-score = Оценка
page-promoters = 9–10, промоутеры
page-passives = 7–8, нейтральные
page-detractors = 0–6, критики
page-share = Доля
page-displeased = Недовольны
page-response = Ответили { $share } из { $of }, кому пришёл опрос.
page-branches-nps = NPS по точкам, худшие сверху
page-no-branches = По точкам ответов нет.
page-scale = −100…+100
page-rest = Рядом с остальными
page-higher = ▲ выше
page-lower = ▼ ниже
page-alike = разница может быть случайной
page-was = Было
page-change = Изменение
page-trend = NPS по месяцам · { $where }
page-trend-picture = График NPS по месяцам с интервалом; те же числа — в таблице ниже
page-trend-table = Те же числа таблицей
page-trend-churn = Доля ушедших по месяцам
page-trend-churn-picture = График доли ушедших по месяцам с интервалом; те же числа — в таблице ниже
page-there = Было в начале
page-target = Пунктир — план: { $value }.
page-actions = Что сделали (номера на графике):
page-recovery = Кто снова доволен после низкой оценки
page-recovery-group = Кто
page-recovery-with-case = С обращением за неделю
page-recovery-without-case = Без обращения
page-recovery-share = Потом 7 и выше
page-recovery-again = Оценили снова
page-recovery-waiting = Ещё не оценили
page-recovery-days = Обычно через, дн.
page-recovery-too-many = Низких оценок за это время слишком много, чтобы проследить каждую: возьмите период короче.
page-no-trend = Для графика нужно хотя бы два месяца с ответами.
page-month = Месяц
page-running = идёт
page-range = Интервал
page-handling = Как отвечаем
page-handling-working = Как отвечаем, в рабочих часах
page-first-reply = Первый ответ, медиана
page-first-reply-p90 = Первый ответ, девять из десяти
page-solution = Решение, медиана
page-reopened = Открыты заново
page-waiting = Ждут ответа
page-complainants = Жаловались, человек
page-categories = На что жалуются
page-category = Тема
page-branches-complaints = Жалобы по точкам
page-told = Причину назвали { $n }, разговоров начато { $of }.
page-reasons = Почему уходят
page-reason = Причина
page-kind = Можно исправить
page-avoidable = да
page-natural = нет, жизнь
page-involuntary = не хотели уходить
page-people = Людей
page-of-shown = Видели эту причину
page-money = Денег в месяц
page-no-reasons = Причин никто не назвал.
page-reasons-hidden = Причины скрыты: назвали меньше { $n }.
page-branches-churn = Уходы по точкам
page-winback-facts = Чего это стоило
page-delivered = Приглашений доставлено
page-unsubscribed = Отписались
page-offers-used = Предложений использовано
page-cost-each = Цена одного вернувшегося
page-arms = С приглашением и без
page-all = Все причины
page-treated = Пригласили
page-holdout = Не трогали
page-base = Клиентская база за период
page-base-start = Были в начале
page-base-new = Пришли новые
page-base-returned = Вернулись
page-base-avoidable = Ушли: можно было удержать
page-base-natural = Ушли: жизнь
page-base-involuntary = Ушли не по своей воле
page-base-unknown = Ушли: причина неизвестна
page-base-end = Стало в конце
page-hidden-here = скрыто
page-purchases = Кто покупает снова
page-customers = Покупателей
page-repeat = Купили больше одного раза
page-frequency = Заказов на покупателя
page-average-order = Средний заказ
page-kept = Остались с прошлого такого срока
page-clv = Сколько ещё принесёт покупатель
page-silent = Молчат дольше обычного
page-formula = Формула: { $formula }
page-cohorts = Сколько процентов вернулось через 1, 2, 3… месяца
page-cohort = Первый заказ
page-cohorts-note = Многоточие — месяц ещё идёт. Маленькие группы скрыты.
page-cohorts-short = Кто возвращается, видно начиная со второго месяца.
