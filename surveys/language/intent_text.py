"""What somebody means by words that are no answer: not to be written to, to leave, to ask of a case.

Only a text that says nothing else is taken at its word: "не пишите мне больше" is, "не пишите на коробке" is
not. Each clause is read by itself: a phrase of the lists below, and around it only words that go with it.
"""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

_LONGEST: Final = 300
"""Characters; a longer text is a story."""


class StopIntent(Enum):
    """How surely a text asks us not to write first."""

    PLAIN = "plain"
    """It says this and nothing else."""
    AMONG_OTHER_WORDS = "among other words"
    """It says more, or asks: the words go where they belong, and the stop is offered as a button."""


class _Meaning(Enum):
    """What a clause says of our writing."""

    COURTESY = "courtesy"
    REFUSAL = "refusal"
    EXCLAMATION = "exclamation"
    """A word such as "stop!", which alone is a refusal and beside other clauses is none."""


def stop_intent(text: str) -> StopIntent | None:
    """How surely the text asks us not to write first; None for one that does not."""
    clauses = _clauses(text)
    meanings = [_meaning(clause) for clause in clauses]
    if all(meanings) and any(one is not _Meaning.COURTESY for one in meanings):
        return StopIntent.AMONG_OTHER_WORDS if "?" in text else StopIntent.PLAIN
    is_said = _Meaning.REFUSAL in meanings or any(map(_REFUSAL_WITH_MORE.search, clauses))
    return StopIntent.AMONG_OTHER_WORDS if is_said else None


def is_cancellation(text: str) -> bool:
    """Whether the text says nothing but that the person wants to leave what they began."""
    clauses = _clauses(text)
    found = [_consists_of(_CANCELLATION, clause, _BESIDE_CANCELLATION) for clause in clauses]
    polite = [set(clause.split()) <= _BESIDE_CANCELLATION for clause in clauses]
    return "?" not in text and any(found) and all(map(any, zip(found, polite, strict=True)))


def asks_about_case(text: str) -> bool:
    """Whether the text says nothing but that the person wants to know how far their complaint is."""
    clauses = [set(clause.split()) for clause in _clauses(text)]
    found = [_is_case_question(words) for words in clauses]
    polite = [words <= _BESIDE_CASE for words in clauses]
    return any(found) and all(map(any, zip(found, polite, strict=True)))


def _is_case_question(words: set[str]) -> bool:
    named = {word for word in words if _CASE.fullmatch(word)}
    return bool(named) and bool(words & _STATE) and words <= named | _STATE | _BESIDE_CASE


def _clauses(text: str) -> list[str]:
    """The clauses of a text in plain words; empty for one too long to say a single thing."""
    if len(text) > _LONGEST:
        return []
    plain = text.casefold().replace("ё", "е").replace("never mind", "nevermind")
    plain = _NEITHER.sub("", re.sub(r"[’'`]", "", plain))
    return [clause for part in _BREAK.split(plain) if (clause := " ".join(re.findall(r"\w+", part)))]


def _meaning(clause: str) -> _Meaning | None:
    """None when the clause is about something else."""
    if set(clause.split()) <= _BESIDE:
        return _Meaning.COURTESY
    if any(_consists_of(phrase, clause, _BESIDE) for phrase in _REFUSALS):
        return _Meaning.REFUSAL
    return _Meaning.EXCLAMATION if _consists_of(_STOP, clause, _BESIDE) else None


def _consists_of(phrase: re.Pattern[str], clause: str, beside: frozenset[str]) -> bool:
    """Whether the clause is the phrase, and other words that go with it."""
    found = phrase.search(clause)
    if found is None:
        return False
    rest = f"{clause[: found.start()]} {clause[found.end() :]}"
    return set(rest.split()) <= beside


# The words ------------------------------------------------------------------------------------------

_BREAK: Final = re.compile(
    r"[^\w\s-]+|\n|\s[-–—]+\s|\s(?:и|а|но|or|and|but|так что|so)\s"  # as people write
)
_NEITHER: Final = re.compile(
    r",(?= чтобы)|не звони(?:те)?(?: мне| нам)?\b|do(?:nt| not) (?:phone|call)(?: me| us)?\b"
    r"|(?:can|could|would|will) you\b|thank you\b"
)
"""What makes no difference: a comma, calls that a bot does not make, politeness of more than a word."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_BESIDE: Final = _words(
    "мне нам меня нас больше пожалуйста пож плиз уже все никогда вообще просто прошу вас и я мы сюда от с",
    "на так спасибо здравствуйте привет добрый день вечер утро ребята ваш ваши вашу ваша ваших этот эту",
    "эти это свои свою мой мою номер надо нужно хочу можно можете могли бы как первыми первым сами впредь",
    "ничего никаких",
    "me us please pls plz again anymore any more ever now just at all thanks hi hello hey sorry ok okay i",
    "we it want wish would like your these this from the my number here to im kindly immediately first",
    "how do",
)
"""Words that change nothing where they stand around a refusal."""
_WITHIN: Final = (
    "(?:(?:мне|нам|меня|нас|больше|пожалуйста|уже|никогда|вообще|надо|нужно|стоит|хочу|сюда|все|это|эти|ваши"
    "|вашу|свои|свою|от|вас|ничего|никаких|me|us|to|please|ever|any|more|your|these|this|the|from|all|want|get"
    "|receive|my|those) )*"
)
"""Words that change nothing within one: "…" in the phrases below."""
_MESSAGES: Final = (
    "(?:сообщени[йяе]|смс|рассылк[уи]|рассылок|реклам[уы]|спам|уведомлени[йя]|напоминани[йя]|опрос(?:ы|ов)"
    "|вопрос(?:ы|ов)|предложени[йя]|пис(?:ьма|ем)|messages?|texts?|e ?mails?|spam|ads|adverts|stuff|surveys?"
    "|reminders?|offers?|promotions?|notifications?)"
)


def _phrases(*phrases: str) -> Iterable[re.Pattern[str]]:
    filled = (one.replace("… ", _WITHIN).replace("MESSAGES", _MESSAGES) for one in phrases)
    return [re.compile(rf"\b(?:{one})\b") for one in filled]


_REFUSALS: Final = (
    *_phrases(  # not to write
        "не … (?:пиши|пишите|пишете|писать|беспокойте|беспокоить|тревожьте|тревожить|дергайте|спамьте|спамить"
        "|надоедайте|приставайте|доставайте|напоминайте)",
        "не хо(?:чу|тим) чтобы … (?:вы )?… (?:писали|беспокоили|спамили)",
        "(?:хватит|перестань(?:те)?|прекрати(?:те)?|довольно|кончай(?:те)?) … (?:писать|слать|присылать"
        "|спамить|беспокоить|надоедать|дергать|доставать|напоминать)",
        "(?:dont|do not|never|no longer) … (?:message|msg|text|write|contact|bother|email|disturb|spam"
        "|dm|ping)",
        "(?:stop|quit|cease) … (?:messaging|texting|writing|contacting|bothering|emailing|spamming|pestering"
        "|harassing|pinging|messages|spam)",
    ),
    *_phrases(  # not to send
        "не … (?:шлите|слать|присылайте|присылать|отправляйте|отправлять|получать) … (?:MESSAGES|ничего)",
        "не … (?:шлите|слать)",
        "(?:прекратите|остановите|отключите|отмените|уберите|хватит) … MESSAGES",
        "(?:ничего|никаких MESSAGES) … не … (?:шлите|присылайте|отправляйте)",
        "(?:stop|quit) sending … (?:MESSAGES|this|these|me)",
        "(?:dont|do not|never) … send … (?:MESSAGES|anything)",
        "(?:dont|do not) want … MESSAGES",
        "no more MESSAGES",
    ),
    *_phrases(  # to be taken off a list
        "отпиши(?:те)? меня|отписаться|отписка",
        "(?:удалите|уберите|исключите|вычеркните|отпишите|отключите) … из (?:всех )?(?:ваш\\w+ |эт\\w+ )?"
        "(?:списк\\w+|рассыл\\w+)",
        "unsubscribe|opt (?:me )?out|optout|stopall",
        "(?:remove|delete|take) … (?:off |from )?… (?:mailing |contact |email )?lists?",
    ),
    *_phrases(  # to be left alone
        "остав(?:ьте|ь) (?:меня|нас) (?:уже )?в покое|отстан(?:ьте|ь)|отвяжитесь|отвали(?:те)?",
        "leave (?:me|us) (?:alone|be)|go away|get lost",
    ),
)
_STOP: Final = re.compile(r"\b(?:стоп|хватит|stop)\b")
_REFUSAL_WITH_MORE: Final = re.compile(
    r"^(?!.*\b(?:вы|они|you|they|why|почему)\b)(?=.*\b(?:мне|нам|меня|нас|me|us)\b).*\b"
    rf"(?:не {_WITHIN}(?:пишите|беспокойте|спамьте)"
    rf"|(?:dont|do not|stop) {_WITHIN}(?:messag|text|writ|contact|email)\w*"
    rf"|не {_WITHIN}(?:присылайте|отправляйте)(?: (?:мне|нам|больше|сюда|пожалуйста))*$)\b"
)
"""A refusal that goes on, such as at which hours."""

_CANCELLATION: Final = re.compile(
    r"\b(?:отмен(?:а|ить|и|ите|яй|яйте|яю)|передумал[аи]?|случайно|по ошибке|ошиб(?:ся|лась|лись)|не надо"
    r"|неважно|не важно|забудь(?:те)?|выйти|выход|закрой(?:те)?|не хочу(?: отвечать| рассказывать)?"
    r"|cancel|nevermind|forget (?:about )?it|(?:by )?mistake|(?:by )?accident|accidentally|changed my mind"
    r"|not now|exit|quit|abort)\b"
)
_BESIDE_CANCELLATION: Final = _words(
    "я мы ой пожалуйста извините извини простите спасибо уже все это нажал нажала нажали опрос опросы жалобу",
    "жалоба хочу нет да просто туда ничего больше",
    "i ive have we oh oops please sorry thanks no it that was pressed tapped clicked this just the my",
    "actually its",
)
"""Words that change nothing where they stand around a cancellation."""

_CASE: Final = re.compile(
    r"жалоб(?:а|е|ой|у|ы)|обращени(?:е|ем|ю|и|я)|заявк(?:а|е|ой|у|и)|претензи(?:я|ей|и|ю)"
    r"|complaint|case|ticket|request|claim"
)
_STATE: Final = _words(
    "что как где когда статус состояние новости решили решение ответ ответят ответите рассмотрят",
    "what whats where wheres how hows when status news update",
)
"""One of these, beside a word for the case, asks how far it is."""
_BESIDE_CASE: Final = _BESIDE | _words(
    "ну же там какой какое какие есть ли по о об у моя мое мои моей моего моему моим наша наше нашей нашим",
    "этой этим этому слышно будет идут дела обстоят подскажите скажите узнать интересует",
    "is our what with about of on any happening happened going doing please tell can could know so far be",
    "answered solved replied",
)
"""Words that change nothing where they stand around such a question."""
