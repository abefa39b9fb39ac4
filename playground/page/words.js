// The page's own texts. The bot's texts come from the bot.

const WORDS = {
  ru: {
    tagline: "площадка: Telegram на этом компьютере",
    customer: "Покупатель",
    support: "Поддержка",
    manager: "Руководитель",
    hour: "Прошёл час",
    day: "Прошёл день",
    cut: "Оборвать связь",
    mend: "Вернуть связь",
    cutNow: "Связи с Telegram нет: бот ждёт, телефоны работают",
    passed: "Время идёт…",
    add: "Добавить человека",
    newcomer: "Новый человек",
    name: "Имя",
    speaks: "Язык",
    cancel: "Отмена",
    bot: "бот",
    typing: "печатает…",
    members: { one: "участник", few: "участника", other: "участников" },
    message: "Сообщение",
    caption: "Подпись",
    start: "Запустить",
    unblock: "Разблокировать",
    block: "Заблокировать бота",
    commands: "Команды",
    attach: "Прикрепить",
    file: "Фото или файл…",
    samplePhoto: "Готовое фото",
    sampleVoice: "Готовое голосовое",
    sampleOrders: "Готовая таблица заказов",
    orderColumns: "Номер заказа;Дата;Сумма, руб.;Телефон;Точка продаж",
    delivery: "Доставка",
    shop: "Магазин",
    record: "Записать голосовое",
    noMicrophone: "Микрофон недоступен: отправьте готовое голосовое",
    send: "Отправить",
    stop: "Остановить и отправить",
    reply: "Ответить",
    edit: "Изменить",
    react: "Реакция",
    editing: "Изменение",
    close: "Закрыть",
    down: "К последним сообщениям",
    back: "К списку тем",
    topics: "Темы",
    general: "General",
    noTopics: "Тем пока нет: обращение клиента откроет новую.",
    topicClosed: "Тема закрыта",
    edited: "изменено",
    forwarded: "Переслано",
    empty: "Здесь пока пусто",
    emptyStart: "Нажмите «Запустить», и бот ответит.",
    ok: "Хорошо",
    lost: "Нет связи с площадкой, пробую снова…",
    failed: "Не получилось",
    opens: "Откроется:",
    copied: "Скопировано:",
    photo: "Фотография",
    enlarge: "Увеличить фотографию",
    voice: "Голосовое сообщение",
    video: "Видео",
    sticker: "Стикер",
    document: "Файл",
    play: "Слушать",
    pause: "Пауза",
    created: "Тема создана:",
    renamed: "Тема теперь называется:",
    closed: "Тема закрыта",
    reopened: "Тема снова открыта",
    migrated: "Группа стала супергруппой",
    service: "служебное сообщение",
    unread: "непрочитанных:",
    inbox: "Входящие",
    handler: "Обработчик",
    outbox: "Исходящие",
    sent: "Отправлено",
    kinds: { tap: "нажатие", message: "сообщение", photo: "фото", voice: "голосовое", document: "файл", video: "видео", sticker: "стикер", status: "событие" },
    strip: "Путь письма",
    held: "Ждут бота у Telegram:",
    units: ["КБ", "МБ"],
    box: "Мятая коробка",
    flowers: "Увядший букет",
    receipt: "Чек",
  },
  en: {
    tagline: "playground: a Telegram on this computer",
    customer: "Customer",
    support: "Support",
    manager: "Manager",
    hour: "An hour passes",
    day: "A day passes",
    cut: "Make the network fail",
    mend: "Mend the network",
    cutNow: "No way to Telegram: the bot waits, the phones go on",
    passed: "Time passes…",
    add: "Add a person",
    newcomer: "A new person",
    name: "Name",
    speaks: "Language",
    cancel: "Cancel",
    bot: "bot",
    typing: "typing…",
    members: { one: "member", other: "members" },
    message: "Message",
    caption: "Caption",
    start: "Start",
    unblock: "Unblock",
    block: "Block the bot",
    commands: "Commands",
    attach: "Attach",
    file: "Photo or file…",
    samplePhoto: "Sample photo",
    sampleVoice: "Sample voice message",
    sampleOrders: "Sample table of orders",
    orderColumns: "Order number;Order date;Amount, RUB;Phone;Touchpoint",
    delivery: "Delivery",
    shop: "Shop",
    record: "Record a voice message",
    noMicrophone: "There is no microphone to use: send the sample voice message",
    send: "Send",
    stop: "Stop and send",
    reply: "Reply",
    edit: "Edit",
    react: "React",
    editing: "Editing",
    close: "Close",
    down: "To the newest messages",
    back: "To the list of topics",
    topics: "Topics",
    general: "General",
    noTopics: "No topics yet: a customer’s complaint will open one.",
    topicClosed: "This topic is closed",
    edited: "edited",
    forwarded: "Forwarded",
    empty: "Nothing here yet",
    emptyStart: "Press “Start” and the bot will answer.",
    ok: "OK",
    lost: "The playground is out of reach, trying again…",
    failed: "That did not work",
    opens: "Would open:",
    copied: "Copied:",
    photo: "Photo",
    enlarge: "Enlarge the photo",
    voice: "Voice message",
    video: "Video",
    sticker: "Sticker",
    document: "File",
    play: "Play",
    pause: "Pause",
    created: "Topic created:",
    renamed: "The topic is now called:",
    closed: "Topic closed",
    reopened: "Topic reopened",
    migrated: "The group became a supergroup",
    service: "service message",
    unread: "unread:",
    inbox: "Inbox",
    handler: "Handler",
    outbox: "Outbox",
    sent: "Sent",
    kinds: { tap: "tap", message: "message", photo: "photo", voice: "voice", document: "file", video: "video", sticker: "sticker", status: "event" },
    strip: "The way of a letter",
    held: "Telegram holds for the bot:",
    units: ["KB", "MB"],
    box: "A crushed box",
    flowers: "A wilted bouquet",
    receipt: "A receipt",
  },
};

let language = "ru";

export function speak(wanted) {
  language = wanted in WORDS ? wanted : "en";
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

export function spoken() {
  return language;
}

export function word(name) {
  return WORDS[language][name];
}

export function counted(number, name) {
  const forms = word(name);
  return `${number} ${forms[new Intl.PluralRules(language).select(number)] ?? forms.other}`;
}

export function clockTime(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString(language, { day: "numeric", month: "long" });
}

export function dateAndTime(seconds) {
  const date = new Date(seconds * 1000).toLocaleDateString(language, { weekday: "short", day: "numeric", month: "long" });
  return `${date}, ${clockTime(seconds)}`;
}

export function duration(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function fileSize(bytes) {
  const [kilobytes, megabytes] = word("units");
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, kilobytes] : [bytes / 1024 ** 2, megabytes];
  return `${value.toLocaleString(language, { maximumFractionDigits: 1 })} ${unit}`;
}
