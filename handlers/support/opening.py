"""A case begins: it is numbered, stored, shown to staff, and the customer gets its number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.customer.content import Content
from handlers.house import House, SupportChat
from handlers.support import showing, spots
from handlers.support.card import Shown
from handlers.support.telling import tell, tell_owners
from handlers.visit import Visit
from storage import cases, outbox
from storage.rows import Case, Message
from surveys import cases as rules
from surveys.tone import tone_of

_JUDGED: Final = 1000
"""Characters of a complaint that its tone is taken from: enough to tell, and soon done."""
_ANNOUNCED_AT_MOST: Final = 200


async def open_case(  # noqa: PLR0913  # a case has many sides
    visit: Visit,
    house: House,
    *,
    source: str,
    category: str | None = None,
    touchpoint: str | None = None,
    words: str | None = None,
    media: Sequence[Content] = (),
    score: int | None = None,
) -> Case:
    """Of the customer who is visiting. `source` is complaint, score or leaving; media keep their captions.

    The media are stored as messages of the case; the caller need not keep them again. What was kept in this
    conversation before is part of the story.
    """
    customer = visit.customer
    before = await _told_before(visit)
    words = "\n\n".join(filter(None, [*(one.words for one in before if not one.file_id), words])) or None
    files = [one for one in before if one.file_id]
    unnumbered = Case(
        id=visit.ids.next(),
        number=0,
        customer_id=customer.id,
        source=source,
        status=rules.Status.OPEN.value,
        day=visit.today,
        opened_at=visit.now,
        conversation_id=visit.conversation.id if visit.conversation else None,
        category=category,
        touchpoint=touchpoint,
        segment=customer.segment,
        score=score,
        words=words,
        tone=_tone(words, [*map(_content, files), *media]),
        chat_id=house.support.id if house.support else None,
    )
    case = await visit.write(cases.begin, unnumbered, [one.id for one in files])
    visit.update_customer(case_id=case.id)
    for content in media:
        store(visit, case, content)
    about = await showing.shown(visit, case, customer)
    if house.support is None:
        await tell_owners(visit, house, about)
    else:
        showing.announce(visit, house, house.support, about)
        _bring_story(visit, house.support, about, [*map(_content, files), *media])
    tell(visit, house, customer, case, rules.Told.RECEIVED)
    return case


async def announce_open(visit: Visit, house: House) -> None:
    """Every open case that the support chat does not show yet, or that never arrived there, is shown."""
    support = house.support
    if support is None:
        return
    open_ones = await visit.read(cases.open_cases, _ANNOUNCED_AT_MOST)
    places = await visit.read(outbox.find_places, [spots.topic(case.number) for case in open_ones])
    for case in open_ones:
        place = places.get(spots.topic(case.number))
        if case.chat_id == support.id and place is not None and place.filled_at is not None:
            continue
        for spot in (spots.topic(case.number), spots.card(case.number)):
            await visit.write(outbox.empty, spot)
        await visit.write(cases.change, case.id, {"chat_id": support.id})
        about = await showing.shown(visit, replace(case, chat_id=support.id))
        showing.announce(visit, house, support, about)
        thread = await visit.read(cases.thread, case.id)
        theirs = [message for message in thread if message.staff_telegram_id is None]
        _bring_story(visit, support, about, [_content(message) for message in theirs])


def store(visit: Visit, case: Case, content: Content, *, staff: int | None = None) -> None:
    """A message of the case, of the customer unless somebody of the staff wrote it."""
    visit.effects.add(
        Message(
            id=visit.ids.next(),
            customer_id=case.customer_id,
            kind=content.kind,
            received_at=visit.now,
            words=content.words,
            file_id=content.file_id,
            case_id=case.id,
            staff_telegram_id=staff,
        )
    )


async def _told_before(visit: Visit) -> list[Message]:
    row = visit.conversation
    return await visit.read(cases.told_before, visit.customer.id, row.id) if row is not None else []


def _bring_story(visit: Visit, support: SupportChat, about: Shown, media: Sequence[Content]) -> None:
    if about.case.words:
        showing.bring(visit, support, about, Content("text", about.case.words))
    for content in media:
        showing.bring(visit, support, about, content)


def _content(message: Message) -> Content:
    return Content(message.kind, message.words, message.file_id)


def _tone(words: str | None, media: Sequence[Content]) -> float | None:
    """Of everything in words; None without any."""
    said = "\n".join(filter(None, [words, *(content.words for content in media)]))
    return tone_of(said[:_JUDGED]).polarity if said.strip() else None
