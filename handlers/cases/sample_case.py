"""A sample in a new support group: what a case looks like and how to answer it. It is none, and uncounted."""

from aiogram.methods import CloseForumTopic, CreateForumTopic

from handlers.cases import case_places
from handlers.shared import keyboards
from handlers.shared.app_context import SupportChat
from handlers.shared.message_copy import plain
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from surveys.outreach.urgency import Urgency

WORD = "sample"
"""The data of its button: `sample:close`."""


async def show(ctx: UpdateContext, support: SupportChat) -> None:
    """Show the sample, once a group, unless open cases show the same."""
    name = case_places.sample(support.id)
    known, n_open = await ctx.run(outbox.find_places, [name]), await ctx.run(cases.count_open)
    if known or n_open:
        return
    say, language = ctx.app.texts.text, ctx.app.language
    kind = "topic" if support.is_forum else "group"
    text = say(language, "sample-case", kind=kind)
    button = keyboards.one_button(say(language, "button-sample-close"), f"{WORD}:close")
    card = plain(support.id, text, button)
    if support.is_forum:
        topic = CreateForumTopic(chat_id=support.id, name=say(language, "sample-title"))
        ctx.send(topic, Urgency.SERVICE, fills=name)
        ctx.send(card, Urgency.SERVICE, at=name)
    else:
        ctx.send(card, Urgency.SERVICE, fills=name)


async def close_topic(ctx: UpdateContext, support: SupportChat) -> None:
    """Close the topic of the sample; a message that stands for one has nothing to close."""
    name = case_places.sample(support.id)
    place = (await ctx.run(outbox.find_places, [name])).get(name)
    if place is not None and place.thread_id is not None:
        method = CloseForumTopic(chat_id=support.id, message_thread_id=place.thread_id)
        ctx.send(method, Urgency.SERVICE, at=name)
