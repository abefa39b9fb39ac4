"""The lines before what staff write to a customer: which of several cases it is about, and who writes."""

from collections.abc import Iterator

from handlers.cases import case_topic
from handlers.cases.customer_notices import public_name
from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.cases import cases, replies
from storage.rows import Case, Customer
from surveys.language.languages import LANGUAGES


async def heading(ctx: UpdateContext, case: Case, customer: Customer) -> str | None:
    """The lines; None where the case is clear, and nobody else answered last or names are not told."""
    lines = [await _number(ctx, case, customer), await _writer(ctx, case, customer)]
    return "\n".join(filter(None, lines)) or None


def heading_of(app: AppContext, case: Case, writer: str, said: str) -> str:
    """The lines that stand before the words of an answer, with their line breaks; empty without any.

    `writer` is the name of whoever wrote it.
    """
    return next(
        (f"{one}\n" for one in _headings(app, case, writer) if f"{said}\n".startswith(f"{one}\n")), ""
    )


def _headings(app: AppContext, case: Case, writer: str) -> Iterator[str]:
    """All that may stand there, the longer ones first."""
    for language in LANGUAGES:
        number = app.texts.text(language, "case-about", number=str(case.number))
        name = app.texts.text(language, "case-answer-by", name=writer)
        yield from (f"{number}\n{name}", number, name)


async def writer_line(ctx: UpdateContext, customer: Customer) -> str | None:
    """The name of whoever writes, for that customer; None where it is not known or the company tells none."""
    name = public_name(ctx.app, await ctx.run(case_topic.name_of, ctx.chat_id, ctx.customer))
    return ctx.app.texts.text(customer.language, "case-answer-by", name=name) if name is not None else None


async def _writer(ctx: UpdateContext, case: Case, customer: Customer) -> str | None:
    """The same; None as well for who answered last."""
    answered_last = await ctx.run(replies.find_answerer, case.id) == ctx.chat_id
    return None if answered_last else await writer_line(ctx, customer)


async def _number(ctx: UpdateContext, case: Case, customer: Customer) -> str | None:
    """The number of the case in a line; None where it is the only open one, or the talk goes on in it."""
    open_ones = await ctx.run(cases.latest_open_of, customer.id, 2)
    goes_on = customer.case_id == case.id and case.last_reply_at is not None
    if goes_on or all(one.id == case.id for one in open_ones):
        return None
    return ctx.app.texts.text(customer.language, "case-about", number=str(case.number))
