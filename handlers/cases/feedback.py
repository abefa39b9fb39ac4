"""What customers say outside cases reaches the list that staff read, until it is part of a case."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from handlers.shared.update_context import UpdateContext
from storage.cases import feedback
from storage.people import staff
from storage.rows import Answer, Case, Feedback, Message
from surveys.cases.feedback import FeedbackKind, FeedbackState, is_for_staff
from surveys.language.score_correction import says_more
from surveys.questions.message_kind import MessageKind

_LETTER: Final = re.compile(r"[^\W\d_]")


def list_message(ctx: UpdateContext, message: Message) -> Feedback | None:
    """Put a stored message on the list and return its entry; None where nobody needs to read it.

    What staff try out in the part of a customer is not for their colleagues.
    """
    if ctx.role is not None or not is_for_staff(
        message.kind, message.words, has_file=message.file_id is not None
    ):
        return None
    return ctx.effects.add(
        Feedback(
            id=ctx.ids.next(),
            customer_id=message.customer_id,
            kind=FeedbackKind.WISH if message.kind is MessageKind.WISH else FeedbackKind.MESSAGE,
            received_at=message.received_at,
            message_id=message.id,
            conversation_id=message.conversation_id,
        )
    )


def entry_of(ctx: UpdateContext, message: Message) -> Feedback | None:
    """The entry of a message that this update stored; None where nobody needs to read it."""
    listed = (row for row in ctx.effects.added if isinstance(row, Feedback))
    return next((row for row in listed if row.message_id == message.id), None)


async def list_comments(ctx: UpdateContext) -> None:
    """Put on the list what this update stored as answers in words or files; what was changed, once more.

    Words that answered two questions are read with the later one.
    """
    changed = dict(_changed_comments(ctx))
    said: dict[str, list[int]] = {}
    for answer_id, words in [*changed.items(), *_new_comments(ctx)]:
        said.setdefault(words, []).append(answer_id)
    for answer_ids in said.values():
        if not ctx.listed.isdisjoint(answer_ids):
            continue
        ctx.listed.update(answer_ids)
        known = [
            one for one in answer_ids if one in changed and await ctx.write(feedback.renew, one, ctx.now)
        ]
        if not known:
            _add_comment(ctx, answer_ids[-1])


def _add_comment(ctx: UpdateContext, answer_id: int) -> None:
    ctx.effects.add(
        Feedback(
            id=ctx.ids.next(),
            customer_id=ctx.customer.id,
            kind=FeedbackKind.COMMENT,
            received_at=ctx.now,
            answer_id=answer_id,
            conversation_id=ctx.conversation.id if ctx.conversation else None,
        )
    )


def _new_comments(ctx: UpdateContext) -> Iterator[tuple[int, str]]:
    """The new answers that say something, by their ids: the words, else the file."""
    for row in ctx.effects.added:
        if isinstance(row, Answer) and not _is_choice(ctx, row) and _says_something(row.words, row.file_id):
            yield row.id, row.words or row.file_id or ""


def _is_choice(ctx: UpdateContext, answer: Answer) -> bool:
    """Whether the words only name the chosen button, or the score in figures: both were counted."""
    if answer.score is not None:
        return not says_more(answer.words or "")
    survey = ctx.app.survey_of(ctx.conversation) if ctx.conversation is not None else None
    question = survey.question(answer.question_id) if survey is not None else None
    if question is not None and question.kind.is_all_said:
        return True
    label = question.labels().get(answer.option or "") if question is not None else None
    if label is None:
        return False
    said = _LETTER.findall((answer.words or "").casefold())
    return any(said == _LETTER.findall(one.casefold()) for one in (label.ru, label.en))


def _changed_comments(ctx: UpdateContext) -> Iterator[tuple[int, str]]:
    """The answers of before that say something else now, by their ids: the words, else the file."""
    for (kind, row_id), values in ctx.effects.changed.items():
        words, file_id = values.get("words"), values.get("file_id")
        if kind is Answer and _says_something(words, file_id):
            yield row_id, words or file_id or ""


def _says_something(words: str | None, file_id: str | None) -> bool:
    return bool(words or file_id) and is_for_staff(MessageKind.TEXT, words, has_file=file_id is not None)


# Into a case ----------------------------------------------------------------------------------------


async def take_messages(ctx: UpdateContext, case: Case, message_ids: Collection[int]) -> None:
    """What was kept before and stands in the case is part of it now."""
    if message_ids:
        await ctx.write(feedback.take_messages_into_case, case.id, message_ids)


async def take_comments(ctx: UpdateContext, case: Case) -> None:
    """Everything that was answered in this conversation, also just now, is part of the case now."""
    _take_added(ctx, case)
    if ctx.conversation is not None:
        await ctx.write(feedback.take_comments_into_case, case.id, case.customer_id, ctx.conversation.id)


async def take_answers(ctx: UpdateContext, case: Case) -> None:
    """What was answered just now is part of the case."""
    _take_added(ctx, case)
    if changed := [answer_id for answer_id, _ in _changed_comments(ctx)]:
        await ctx.write(feedback.take_answers_into_case, case.id, changed)


def _take_added(ctx: UpdateContext, case: Case) -> None:
    for row in list(ctx.effects.added):
        if isinstance(row, Feedback) and row.kind is FeedbackKind.COMMENT:
            ctx.effects.change(row, state=FeedbackState.CASE, case_id=case.id)


async def is_anybody_reading(ctx: UpdateContext) -> bool:
    """Whether there is staff at all, so that customers may be told that somebody reads."""
    return bool(ctx.app.owner_ids) or bool(await ctx.run(staff.members))
