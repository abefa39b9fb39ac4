"""A button's label, typed, is the button, wherever the bot has shown it to this person lately."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from aiogram.types import Message

from handlers.customer import case_routing
from handlers.shared.content import Content
from handlers.shared.keyboards import data_by_label
from handlers.shared.update_context import UpdateContext
from storage.delivery import shown_buttons
from surveys.language.plain_words import plain
from surveys.questions import engine
from surveys.questions.callback import unpack
from surveys.questions.message_kind import MessageKind

_LATELY: Final = timedelta(days=7)
_MESSAGES: Final = 3
"""Among so many of our latest messages with buttons a label is looked for."""
_LONGEST_LABEL: Final = 64


async def press_typed(ctx: UpdateContext, message: Message, content: Content) -> bool:
    """Whether a message says what a button says, and was taken as a tap on it."""
    own = content.own or "" if content.kind is MessageKind.TEXT else ""
    said = plain(own) if len(own) <= _LONGEST_LABEL else ""
    if not said or said.isdecimal() or ctx.press is None:
        return False
    data = _under_reply(ctx, message, said) or await _shown(ctx, said)
    if data is None:
        return False
    before = len(ctx.outgoing)
    told = await ctx.press(data)
    if told is not None and len(ctx.outgoing) == before:
        ctx.reply(told)
    return True


def _under_reply(ctx: UpdateContext, message: Message, said: str) -> str | None:
    """Data of the button with that label under the message of ours that was replied to."""
    replied_to = message.reply_to_message
    if replied_to is None or replied_to.from_user is None or not replied_to.from_user.is_bot:
        return None
    return _found(ctx, data_by_label(replied_to.reply_markup), said)


async def _shown(ctx: UpdateContext, said: str) -> str | None:
    """Data of the button with that label under one of our latest messages.

    What staff have written since is nearer: then the words are for them.
    """
    if not _may_be_label(ctx, said):
        return None
    since = ctx.written_at - _LATELY
    for shown in await ctx.run(shown_buttons.latest, ctx.chat_id, _MESSAGES):
        data = _found(ctx, shown.buttons, said)
        if data is not None and shown.at >= since and _is_live(ctx, data, said):
            return None if await case_routing.spoke_since(ctx, shown.at) else data
    return None


def _may_be_label(ctx: UpdateContext, said: str) -> bool:
    """Whether some button says this at all: most words need no look into the database."""
    row = ctx.conversation
    is_asked = row is not None and (row.deferred_id is not None or row.changing is not None)
    return is_asked or said in ctx.app.texts.buttons or said in _menus(ctx)


def _menus(ctx: UpdateContext) -> Iterator[str]:
    for survey in ctx.app.catalogue:
        if survey.menu is not None:
            yield from (plain(survey.menu.ru), plain(survey.menu.en))


def _found(ctx: UpdateContext, buttons: Mapping[str, str], said: str) -> str | None:
    """Data of the button that says this, or the same in the other language."""
    if said in buttons:
        return buttons[said]
    names = ctx.app.texts.buttons.get(said, frozenset())
    same = (label for label in buttons if not names.isdisjoint(ctx.app.texts.buttons.get(label, ())))
    return next((buttons[label] for label in same), None)


def _is_live(ctx: UpdateContext, data: str, said: str) -> bool:
    """Whether a survey's button still does something, and its label is not understood as an answer anyway."""
    tapped, row = unpack(data), ctx.conversation
    if tapped is None:
        return True
    survey = ctx.app.survey_of(row) if row is not None else None
    question = survey.question(tapped.question) if survey is not None else None
    if row is None or survey is None or question is None or tapped.conversation != row.id:
        return False
    if tapped.option not in question.labels():
        return True
    awaited = engine.awaited_question(survey, row.given)
    is_own = question.option_named(said) is not None
    return question.id == row.changing or (question is awaited and not is_own)
