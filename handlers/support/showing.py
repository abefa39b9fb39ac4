"""What of a case is shown in the support chat: its topic, its card, and every later message."""

from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditMessageText,
    ReopenForumTopic,
    TelegramMethod,
)

from handlers.customer.content import Content
from handlers.house import House, SupportChat
from handlers.support import card, spots
from handlers.support.card import Shown
from handlers.support.carrying import NO_PREVIEW, carried, plain, texts
from handlers.support.quoting import inline, quoted
from handlers.visit import Visit
from storage import cases, outbox, people, staff
from storage.rows import Case, Customer
from surveys.urgency import Urgency


async def shown(visit: Visit, case: Case, customer: Customer | None = None) -> Shown:
    """The case with its people; `customer` spares a look when the customer is the one who writes."""
    if customer is None:
        customer = await visit.read(cases.complainant, case.customer_id)
    before = await visit.read(cases.count_before, case)
    holder = case.holder_telegram_id
    return Shown(case, customer, before, await name_of(visit, holder) if holder else None)


async def name_of(visit: Visit, telegram_id: int) -> str:
    """Of somebody of the staff."""
    members = {member.telegram_id: member.name for member in await visit.read(staff.members)}
    if name := members.get(telegram_id):
        return name
    # An owner of the configuration need not have spoken to the bot before they act in the group.
    mine = telegram_id == visit.customer.telegram_id
    person = visit.customer if mine else await visit.read(people.customer, telegram_id)
    return (person.name if person else None) or str(telegram_id)


def announce(visit: Visit, house: House, support: SupportChat, about: Shown) -> None:
    """A topic, or a message that stands for it, and the card in it."""
    number = about.case.number
    name = card.title(about, house)
    opening: TelegramMethod[Any] = (
        CreateForumTopic(chat_id=support.id, name=name) if support.is_forum else plain(support.id, name)
    )
    visit.send(opening, Urgency.ESCALATION, fills=spots.topic(number))
    described = plain(support.id, card.text(about, house), card.keyboard(about.case, house))
    visit.send(described, Urgency.ESCALATION, fills=spots.card(number), at=spots.topic(number))


def bring(
    visit: Visit, support: SupportChat, about: Shown, content: Content, *, is_edit: bool = False
) -> None:
    """What the customer wrote or sent, in their own words, with their name before it."""
    who = f"{'✏️' if is_edit else '💬'} {inline(about.customer.name)}"
    words = quoted(content.words) if content.words else None
    for method in carried(support.id, content, f"{who}:\n{words}" if words else who):
        post(visit, about.case, method)


def note(visit: Visit, support: SupportChat, case: Case, words: str) -> None:
    """A line of ours about the case."""
    for method in texts(support.id, words):
        post(visit, case, method)


def post(visit: Visit, case: Case, method: TelegramMethod[Any]) -> None:
    """To the topic. Each message is a place of its own: whatever staff reply to, they answer this case."""
    spot = spots.said(case.number, visit.ids.next())
    visit.send(method, Urgency.ESCALATION, fills=spot, at=spots.topic(case.number))


def refresh(visit: Visit, house: House, support: SupportChat, about: Shown) -> None:
    """The card as the case is now."""
    edited = EditMessageText(
        chat_id=support.id,
        message_id=0,  # the place of the card knows it
        text=card.text(about, house),
        reply_markup=card.keyboard(about.case, house),
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    visit.send(edited, Urgency.ESCALATION, at=spots.card(about.case.number))


async def set_closed(visit: Visit, support: SupportChat, case: Case, *, closed: bool) -> None:
    """The topic follows the case; a message that stands for a topic has nothing to close."""
    spot = spots.topic(case.number)
    place = (await visit.read(outbox.find_places, [spot])).get(spot)
    if place is not None and place.thread_id is not None:
        turn = CloseForumTopic if closed else ReopenForumTopic
        method = turn(chat_id=support.id, message_thread_id=place.thread_id)
        visit.send(method, Urgency.ESCALATION, at=spot)
