"""The sentences that explain a wrong configuration.

They name the file, the key and what would be right, never the value: any value may hold a secret.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.errors import UserError

Language = Literal["ru", "en"]

ENV_PREFIX = "OTKLIK_"


class ConfigFault(UserError):
    """Everything that is wrong with the configuration, one sentence each."""

    def __init__(self, sentences: Collection[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


EXPECTED: Mapping[str, Mapping[Language, str]] = {
    "telegram.token": {
        "en": 'the token that @BotFather gave, such as "123456789:AAExample"',
        "ru": 'токен, который выдал @BotFather, например "123456789:AAExample"',
    },
    "telegram.token_file": {
        "en": "the path of a text file that holds the token that @BotFather gave and nothing else",
        "ru": "путь к текстовому файлу, в котором лежит только токен, выданный @BotFather",
    },
    "telegram.api_url": {
        "en": 'the address of a Bot API server, such as "https://api.telegram.org"',
        "ru": 'адрес сервера Bot API, например "https://api.telegram.org"',
    },
    "telegram.mode": {"en": '"polling" or "webhook"', "ru": '"polling" или "webhook"'},
    "telegram.webhook_url": {
        "en": 'the public address at which Telegram reaches the bot, such as "https://bot.example.com/telegram"',
        "ru": 'адрес, по которому Telegram найдёт бота, например "https://bot.example.com/telegram"',
    },
    "telegram.webhook_secret": {
        "en": "1 to 256 Latin letters, digits, _ and -",
        "ru": "от 1 до 256 латинских букв, цифр, знаков _ и -",
    },
    "telegram.messages_per_second": {
        "en": "a number, 0 or more (0 is no limit)",
        "ru": "число не меньше 0 (0 — без ограничения)",
    },
    "telegram.group_messages_per_minute": {
        "en": "a number, 0 or more (0 is no limit)",
        "ru": "число не меньше 0 (0 — без ограничения)",
    },
    "telegram.proxy": {
        "en": 'the address of an HTTP proxy, such as "http://user:password@proxy.example.com:3128"',
        "ru": 'адрес HTTP-прокси, например "http://user:password@proxy.example.com:3128"',
    },
    "database.url": {
        "en": '"sqlite:///" and a file path, or "postgresql://user:password@host/database"',
        "ru": '"sqlite:///" и путь к файлу или "postgresql://user:password@host/database"',
    },
    "business.name": {
        "en": "the company's name, 1 to 64 characters",
        "ru": "название компании, от 1 до 64 знаков",
    },
    "business.timezone": {
        "en": 'a time zone name, such as "Europe/Moscow"',
        "ru": 'название часового пояса, например "Europe/Moscow"',
    },
    "business.language": {"en": '"ru" or "en"', "ru": '"ru" или "en"'},
    "business.currency": {
        "en": 'three capital Latin letters, such as "RUB"',
        "ru": 'три заглавные латинские буквы, например "RUB"',
    },
    "business.quiet_hours": {
        "en": 'two different times of day, such as ["21:00", "09:00"]',
        "ru": 'два разных времени суток, например ["21:00", "09:00"]',
    },
    "staff.owner_ids": {
        "en": "a list of Telegram user ids, such as [123456789]",
        "ru": "список Telegram-id людей, например [123456789]",
    },
    "staff.support_chat": {
        "en": "the id of a group, a negative number such as -1001234567890",
        "ru": "id группы — отрицательное число, например -1001234567890",
    },
    "surveys.directory": {
        "en": "the path of an existing folder with survey files",
        "ru": "путь к существующей папке с файлами опросов",
    },
    "outreach.weekly_cap": {"en": "a whole number from 0 to 50", "ru": "целое число от 0 до 50"},
    "outreach.relational_rest": {
        "en": 'a stretch of time such as "90d" or "12h"',
        "ru": 'отрезок времени, например "90d" или "12h"',
    },
    "outreach.survey_rest": {
        "en": 'a stretch of time such as "7d" or "12h"',
        "ru": 'отрезок времени, например "7d" или "12h"',
    },
    "outreach.holdout": {
        "en": "a share from 0 to 0.5, such as 0.1 for every tenth",
        "ru": "доля от 0 до 0.5, например 0.1 — каждый десятый",
    },
    "texts.directory": {
        "en": "the path of an existing folder with text files",
        "ru": "путь к существующей папке с файлами текстов",
    },
    "http.listen": {
        "en": 'an address and a port, such as "127.0.0.1:8080"',
        "ru": 'адрес и порт, например "127.0.0.1:8080"',
    },
    "http.api_key": {"en": "at least 16 characters", "ru": "не меньше 16 знаков"},
}

SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "no_file": {
        "en": "{place}: there is no such file; copy config.example.toml to it, or name another one"
        " with --config or OTKLIK_CONFIG.",
        "ru": "{place}: такого файла нет; скопируйте в него config.example.toml или укажите другой файл"
        " через --config или OTKLIK_CONFIG.",
    },
    "unreadable": {
        "en": "{place}: cannot be read; it must be an ordinary file that this user may open.",
        "ru": "{place}: не читается; нужен обычный файл, который этому пользователю разрешено открывать.",
    },
    "not_utf8": {
        "en": "{place}: this is not UTF-8 text; save the file in the UTF-8 encoding.",
        "ru": "{place}: это не текст в UTF-8; сохраните файл в кодировке UTF-8.",
    },
    "syntax": {
        "en": "{place}, line {line}: this is not TOML; a line is [section], key = value or # comment,"
        ' and text stands in "quotes".',
        "ru": "{place}, строка {line}: это не TOML; строка — это [раздел], ключ = значение или # пояснение,"
        ' а текст пишется в "кавычках".',
    },
    "not_a_section": {
        "en": "{place}: {key} must be a section, a line [{key}] with its keys below.",
        "ru": "{place}: {key} — это раздел: нужна строка [{key}], а под ней его ключи.",
    },
    "unknown": {
        "en": "{place}: nothing is called {key}; {hint}.",
        "ru": "{place}: имени {key} нет; {hint}.",
    },
    "guess": {"en": "perhaps {names} is meant", "ru": "возможно, имеется в виду {names}"},
    "choice": {"en": "there are {names}", "ru": "есть {names}"},
    "underscores": {
        "en": "{place}: the section and the key are joined by two underscores: {names}.",
        "ru": "{place}: между разделом и ключом нужны два подчёркивания: {names}.",
    },
    "wrong": {
        "en": "{place}: {key} must be {expected}.",
        "ru": "{place}: значение {key} не подходит, нужно: {expected}.",
    },
    "no_token": {
        "en": "{place}: telegram.token is missing; write the token that @BotFather gave there"
        " or into OTKLIK_TELEGRAM__TOKEN.",
        "ru": "{place}: нет telegram.token; впишите токен, который выдал @BotFather, туда"
        " или в OTKLIK_TELEGRAM__TOKEN.",
    },
    "two_tokens": {
        "en": "{place}: telegram.token and telegram.token_file are both given; keep one of them.",
        "ru": "{place}: заданы и telegram.token, и telegram.token_file; оставьте что-то одно.",
    },
    "open_token_file": {
        "en": "{place}: every user of this machine can read the file that telegram.token_file names;"
        " close it with chmod 600.",
        "ru": "{place}: файл из telegram.token_file может прочитать любой пользователь этой машины;"
        " закройте его: chmod 600.",
    },
    "webhook_incomplete": {
        "en": '{place}: telegram.mode "webhook" also needs telegram.webhook_url and telegram.webhook_secret.',
        "ru": '{place}: к telegram.mode "webhook" нужны telegram.webhook_url и telegram.webhook_secret.',
    },
    "webhook_insecure": {
        "en": "{place}: telegram.webhook_url must begin with https://, Telegram calls no other address.",
        "ru": "{place}: telegram.webhook_url должен начинаться с https://, на другой Telegram не ходит.",
    },
    "no_zones": {
        "en": "{place}: business.timezone cannot be checked, this machine has no time zone data;"
        " install the system package tzdata.",
        "ru": "{place}: business.timezone не проверить, на этой машине нет данных о часовых поясах;"
        " установите системный пакет tzdata.",
    },
}


def spoken(env: Mapping[str, str]) -> Language:
    """The language of this terminal."""
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "ru" if locale.lower().startswith("ru") else "en"


def variable(key: str) -> str:
    """The environment variable that overrides `section.key`."""
    return ENV_PREFIX + key.replace(".", "__").upper()


@dataclass(frozen=True)
class Speaker:
    """Says faults in one language about one file and the variables that override it."""

    language: Language
    file: str
    overridden: Collection[str] = ()

    def render(self, kind: str, *, place: str = "", **values: object) -> str:
        sentence = SENTENCES[kind][self.language].format(place=place or self.file, **values)
        # A variable's name may hold bytes that no terminal can show.
        return sentence.encode("utf-8", "backslashreplace").decode()

    def place(self, key: str) -> str:
        return variable(key) if key in self.overridden else self.file

    def wrong(self, key: str) -> str:
        return self.render("wrong", place=self.place(key), key=key, expected=EXPECTED[key][self.language])

    def unknown(self, key: str, keys: Collection[str], place: str = "") -> str:
        """`key` is a section or section.key that is not among `keys`; `place` is a variable that names it."""
        section, dot, _ = key.partition(".")
        sections = list(dict.fromkeys(known.partition(".")[0] for known in keys))
        siblings = [known for known in keys if known.startswith(section + ".")]
        outside = [known for known in keys if not dot and known.endswith("." + section)]
        similar = difflib.get_close_matches(key, siblings or (keys if dot else sections), n=1)
        names = outside or similar or siblings or sections
        if place:
            names = [variable(name) if "." in name else name for name in names]
        kind = "guess" if outside or similar else "choice"
        hint = SENTENCES[kind][self.language].format(names=", ".join(names))
        return self.render("unknown", place=place, key=key, hint=hint)
