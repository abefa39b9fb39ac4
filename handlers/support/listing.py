"""Cases to read: what is open, and one case with all that was said."""

from datetime import datetime, timedelta
from typing import Final

from handlers.house import House
from handlers.support import card, showing, words
from handlers.support.quoting import inline, pieces, quoted, shortened
from handlers.visit import Visit
from storage import cases
from storage.cases import Listed
from storage.rows import Message

_LISTED: Final = 25
_REMEMBERED: Final = 20
"""Messages of a history; what is older stands in the topic."""
_QUOTED: Final = 400


async def board(visit: Visit, house: House, language: str) -> str:
    """Open cases, the gloomiest and oldest first."""
    found = await visit.read(cases.board, _LISTED)
    if not found:
        return house.texts.say(language, "cases-none")
    n = await visit.read(cases.count_open)
    lines = [_line(one, visit, house, language) for one in found]
    if (left := n - len(found)) > 0:
        lines.append(house.texts.say(language, "cases-more", n=left))
    return "\n\n".join([house.texts.say(language, "cases", n=n), *lines])


async def history(visit: Visit, house: House, language: str, number: str | None) -> list[str]:
    """The card of a case and what was said, in as many messages as it needs."""
    wanted = (number or "").strip().lstrip("#")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 9):
        return [house.texts.say(language, "case-which")]
    case = await visit.read(cases.numbered, int(wanted))
    if case is None:
        return [house.texts.say(language, "case-unknown")]
    about = await showing.shown(visit, case)
    thread = await visit.read(cases.thread, case.id)
    first = f"💬 {inline(about.customer.name)}"
    said = [_quote(case.opened_at, first, case.words, visit)] if case.words else []
    for message in thread[-_REMEMBERED:]:
        said.append(await _said(message, about.customer.name, visit, house, language))
    return list(pieces("\n\n".join([card.text(about, house, language), *said])))


def _line(one: Listed, visit: Visit, house: House, language: str) -> str:
    waits = _age(visit.now - one.case.opened_at, house, language)
    state = card.status(one.case, one.holder, house, language)
    who = " · ".join([inline(one.customer, 40), waits, state])
    return f"{card.heading(one.case, house, language)}\n{who}"


async def _said(message: Message, customer: str | None, visit: Visit, house: House, language: str) -> str:
    attached = words.file(house, language, message.kind) if message.file_id else ""
    said = " ".join(filter(None, [attached, message.words]))
    if message.staff_telegram_id is None:
        return _quote(message.received_at, f"💬 {inline(customer)}", said, visit)
    name = await showing.name_of(visit, message.staff_telegram_id)
    return _quote(message.received_at, f"↩️ {inline(name)}", said, visit)


def _quote(at: datetime, who: str, said: str, visit: Visit) -> str:
    moment = at.astimezone(visit.zone).strftime("%d.%m %H:%M")
    return f"{moment} {who}:\n{shortened(quoted(said), _QUOTED)}"


def _age(waited: timedelta, house: House, language: str) -> str:
    minutes = int(waited.total_seconds()) // 60
    if minutes >= 48 * 60:
        return house.texts.say(language, "waits-days", n=minutes // (24 * 60))
    if minutes >= 60:
        return house.texts.say(language, "waits-hours", n=minutes // 60)
    return house.texts.say(language, "waits-minutes", n=minutes)
