// The page's own texts. The bot's texts come from the bot.

const WORDS = {
  ru: {
    person: "Кто пишет:",
    add: "Добавить человека",
    newcomer: "Новый человек",
    name: "Имя",
    speaks: "Язык",
    cancel: "Отмена",
    bot: "бот",
    typing: "печатает…",
    message: "Сообщение",
    start: "Запустить",
    unblock: "Разблокировать",
    block: "Заблокировать бота",
    menu: "Меню",
    attach: "Прикрепить файл",
    send: "Отправить",
    edited: "изменено",
    forwarded: "Переслано",
    empty: "Здесь пока ничего нет. Нажмите «Запустить» — бот ответит.",
    ok: "Хорошо",
    lost: "Нет связи с площадкой, пробую снова…",
    service: "служебное сообщение",
    photo: "Фотография",
    failed: "Не получилось",
    units: ["КБ", "МБ"],
  },
  en: {
    person: "Who is writing:",
    add: "Add a person",
    newcomer: "A new person",
    name: "Name",
    speaks: "Language",
    cancel: "Cancel",
    bot: "bot",
    typing: "typing…",
    message: "Message",
    start: "Start",
    unblock: "Unblock",
    block: "Block the bot",
    menu: "Menu",
    attach: "Attach a file",
    send: "Send",
    edited: "edited",
    forwarded: "Forwarded",
    empty: "Nothing here yet. Press “Start” and the bot will answer.",
    ok: "OK",
    lost: "The playground is out of reach, trying again…",
    service: "service message",
    photo: "Photo",
    failed: "That did not work",
    units: ["KB", "MB"],
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

export function word(name) {
  return WORDS[language][name];
}

export function clockTime(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
}

export function fileSize(bytes) {
  const [kilobytes, megabytes] = word("units");
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, kilobytes] : [bytes / 1024 ** 2, megabytes];
  return `${value.toLocaleString(language, { maximumFractionDigits: 1 })} ${unit}`;
}
