"""What of a case is shown in the support chat: its topic, its card, and every later message."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditForumTopic,
    EditMessageText,
    ReopenForumTopic,
    SendMessage,
    TelegramMethod,
)

from handlers.cases import card, case_places
from handlers.cases.card import CaseOverview
from handlers.cases.reply_place import ReplyPlace
from handlers.shared.app_context import AppContext, SupportChat
from handlers.shared.content import Content
from handlers.shared.message_copy import NO_PREVIEW, carried_parts, plain, texts
from handlers.shared.update_context import Outgoing, UpdateContext
from storage.card_facts import card_facts
from storage.cases import cases, replies
from storage.delivery import outbox
from storage.engines.database import Connection
from storage.people import names
from storage.rows import Case, Customer
from storage.states import Purpose
from storage.surveys import sentiment
from surveys.outreach.urgency import Urgency
from texts.quoting import inline, quoted

_REPLIED_TO: Final = 120


async def overview(ctx: UpdateContext, case: Case, customer: Customer | None = None) -> CaseOverview:
    """The case as a card shows it; `customer` spares a look when the customer is the one who writes."""
    return await ctx.run(look, case, customer, ctx.customer)


async def people(ctx: UpdateContext, case: Case, customer: Customer | None = None) -> CaseOverview:
    """The case with its people, for what is no card: see `overview`."""
    return await ctx.run(people_of, case, customer, ctx.customer)


def look(
    connection: Connection, case: Case, customer: Customer | None = None, writer: Customer | None = None
) -> CaseOverview:
    """The case as a card shows it; `writer` is whoever writes now and need not be stored yet."""
    return replace(
        people_of(connection, case, customer, writer),
        before=cases.count_before(connection, case),
        facts=card_facts(connection, case),
    )


def people_of(
    connection: Connection, case: Case, customer: Customer | None = None, writer: Customer | None = None
) -> CaseOverview:
    """The case with its people and without what only a card shows, whose reading it spares: see `look`."""
    if case.sentiment is None:  # it may have become known since the case was read
        case = replace(case, sentiment=sentiment.of_case(connection, case.id))
    holder, answerer = case.holder_telegram_id, replies.find_answerer(connection, case.id)
    about = case.about_telegram_id
    return CaseOverview(
        case,
        customer or cases.complainant(connection, case.customer_id),
        holder=name_of(connection, holder, writer) if holder else None,
        answered_by=name_of(connection, answerer, writer) if answerer and answerer != holder else None,
        about=name_of(connection, about, writer) if about else None,
    )


def name_of(connection: Connection, telegram_id: int, writer: Customer | None = None) -> str:
    """The name of somebody of the staff, else their number; `writer` need not be stored yet."""
    found = names.names_of(connection, [telegram_id]).get(telegram_id)
    # An owner of the configuration need not have spoken to the bot before they act in the group.
    if found is None and writer is not None and telegram_id == writer.telegram_id:
        found = writer.name
    return inline(found, otherwise=str(telegram_id))


def announce(ctx: UpdateContext, support: SupportChat, about: CaseOverview) -> None:
    """Show a new case: create its topic, or a message that stands for it, and put the card there."""
    number = about.case.number
    opening: TelegramMethod[Any] = (
        CreateForumTopic(chat_id=support.id, name=card.title(about, ctx.app))
        if support.is_forum
        else plain(support.id, card.heading(about, ctx.app))
    )
    ctx.send(
        opening, Urgency.ESCALATION, fills=case_places.topic(number),
        purpose=Purpose.CASE_WORDS, subject_id=about.case.id,
    )  # fmt: skip
    text, entities = card.formatted(about, ctx.app)
    described = SendMessage(
        chat_id=support.id,
        text=text,
        entities=entities or None,
        reply_markup=card.keyboard(about.case, ctx.app),
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    ctx.send(
        described, Urgency.ESCALATION, fills=case_places.card(number), at=case_places.topic(number),
        purpose=Purpose.CASE_CARD, subject_id=about.case.id,
    )  # fmt: skip


def bring(
    ctx: UpdateContext,
    support: SupportChat,
    about: CaseOverview,
    content: Content,
    *,
    is_edit: bool = False,
    note: str | None = None,
    reply: ReplyPlace | None = None,
) -> None:
    """Post what the customer wrote or sent, in their own words, with their name before it.

    With `reply` it is a reply to that message of the support chat.
    """
    for part, method in brought(support, about, content, is_edit=is_edit, note=note):
        version = ctx.ids.next() if is_edit else None
        outgoing = placed(about.case, method, ctx.ids.next(), shows=part.message_id, version=version)
        ctx.outgoing.append(outgoing if reply is None else reply.applied(outgoing))
        reply = None


def quotation(
    about: CaseOverview, content: Content, *, is_edit: bool = False, note: str | None = None
) -> str:
    """What the customer wrote, with their name before it; the name alone where they sent no words.

    `note` is what we have to say of it.
    """
    who = f"{'✏️' if is_edit else '💬'} {inline(about.customer.name)}"
    words = "\n".join(filter(None, [replied_line(content), quoted(content.words or ""), note]))
    return f"{who}:\n{words}" if words else who


def replied_line(content: Content) -> str | None:
    """What a message replies to or quotes, in a line; None where nothing is known of it."""
    shown = content.replied.shown if content.replied is not None else None
    return f"↪️ {inline(shown, _REPLIED_TO)}" if shown else None


def brought(
    support: SupportChat,
    about: CaseOverview,
    content: Content,
    *,
    is_edit: bool = False,
    note: str | None = None,
) -> Iterator[tuple[Content, TelegramMethod[Any]]]:
    """The calls that show staff what the customer wrote or sent, each with what it shows first."""
    return carried_parts(support.id, content, quotation(about, content, is_edit=is_edit, note=note))


def note(
    ctx: UpdateContext, support: SupportChat, case: Case, words: str, urgency: Urgency = Urgency.ESCALATION
) -> None:
    """Post a line of ours about the case."""
    for method in texts(support.id, words):
        post(ctx, case, method, urgency)


def post(
    ctx: UpdateContext,
    case: Case,
    method: TelegramMethod[Any],
    urgency: Urgency = Urgency.ESCALATION,
    *,
    shows: int | None = None,
) -> None:
    """Post a message in the case's topic.

    Each is a place of its own: whatever staff reply to, they answer this case. `shows` is the number of the
    customer's message that it shows; None where it shows none, or several.
    """
    ctx.outgoing.append(placed(case, method, ctx.ids.next(), urgency, shows=shows))


def placed(
    case: Case,
    method: TelegramMethod[Any],
    unique: int | str,
    urgency: Urgency = Urgency.ESCALATION,
    *,
    shows: int | None = None,
    version: int | None = None,
) -> Outgoing:
    """The call in the case's topic, as a place of its own; see `post`. `version` tells edits apart."""
    own = unique if shows is None else case_places.own_words(shows, version)
    return Outgoing(
        method, urgency,
        fills=case_places.said(case.number, own), at=case_places.topic(case.number),
        purpose=Purpose.CASE_WORDS, subject_id=case.id,
    )  # fmt: skip


def refresh(ctx: UpdateContext, support: SupportChat, about: CaseOverview) -> None:
    """Edit the card and the title of the topic to show the case as it is now."""
    ctx.outgoing += refreshed(ctx.app, support, about)


def refreshed(app: AppContext, support: SupportChat, about: CaseOverview) -> list[Outgoing]:
    """The calls that edit the card and the title to show the case as it is now."""
    return [redrawn(app, support, about), *retitled(app, support, about)]


def retitled(app: AppContext, support: SupportChat, about: CaseOverview) -> list[Outgoing]:
    """The call that edits the title of a topic; none in a group without topics.

    It goes after what people wait for, and a later one replaces it while it waits: each edit leaves a line in
    the topic, and is one of the few calls that a group takes in a minute.
    """
    if not support.is_forum:
        return []
    titled = EditForumTopic(
        chat_id=support.id,
        message_thread_id=0,  # the place of the topic knows it
        name=card.title(about, app),
    )
    return [Outgoing(titled, Urgency.SERVICE, at=case_places.topic(about.case.number))]


def redrawn(app: AppContext, support: SupportChat, about: CaseOverview) -> Outgoing:
    """The call that edits the card to show the case as it is now."""
    text, entities = card.formatted(about, app)
    edited = EditMessageText(
        chat_id=support.id,
        message_id=0,  # the place of the card knows it
        text=text,
        entities=entities or None,
        reply_markup=card.keyboard(about.case, app),
        parse_mode=None,
        link_preview_options=NO_PREVIEW,
    )
    return Outgoing(edited, Urgency.ESCALATION, at=case_places.card(about.case.number))


async def set_closed(ctx: UpdateContext, support: SupportChat, case: Case, *, closed: bool) -> None:
    """Close or reopen the case's topic; a message that stands for a topic has nothing to close."""
    name = case_places.topic(case.number)
    place = (await ctx.run(outbox.find_places, [name])).get(name)
    if place is not None and place.thread_id is not None:
        turn = CloseForumTopic if closed else ReopenForumTopic
        method = turn(chat_id=support.id, message_thread_id=place.thread_id)
        ctx.send(method, Urgency.ESCALATION, at=name)
