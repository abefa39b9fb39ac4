"""What becomes of a case once its customer has an answer, and once that is none any more."""

from datetime import datetime

from handlers.cases import case_topic, records
from handlers.cases.follow_up import FollowUp
from storage.cases import cases, replies
from storage.rows import Case, Message
from surveys.cases import lifecycle
from surveys.cases.courtesy import answers_nothing
from surveys.cases.lifecycle import Status


def answered(after: FollowUp, case: Case, message: Message, at: datetime, before: int | None) -> None:
    """Store that the case was answered; its card tells of it where that is news, as is another answerer.

    `before` is the Telegram id of whoever answered before; None for nobody.
    What only thanks or agrees is no answer: somebody still waits for one.
    """
    if answers_nothing(message.kind, message.words):
        cases.change(after.connection, case.id, {"last_reply_at": at})
        retitle(after, case)
        return
    since = replies.unanswered_since(after.connection, message)
    sent = lifecycle.delivered(records.state_of(case), at, is_last_word=since is None)
    changes: cases.CaseChanges = {"first_reply_at": sent.first_reply_at, "last_reply_at": at}
    changes.update(records.after_answer(after.app, case, sent, at, since))
    if sent.status is not case.status:
        changes["status"] = sent.status
    cases.change(after.connection, case.id, changes)
    by = replies.find_answerer(after.connection, case.id)
    if sent.status is not case.status or (sent.status is Status.ANSWERED and by != before):
        _refresh(after, cases.find_case(after.connection, case.id) or case)


def unanswered(after: FollowUp, case: Case, taken: Message) -> None:
    """Store the case as if that answer had never been sent: what it alone answered waits again."""
    assert taken.delivered_at is not None
    left = replies.answers_to(after.connection, case.id)
    since = replies.unanswered_since(after.connection, left[-1]) if left else records.told_at(case)
    first = min((one.delivered_at for one in left if one.delivered_at is not None), default=None)
    state = lifecycle.taken_back(records.state_of(case), first, awaits_us=since is not None)
    changes = records.after_taking_back(after.app, case, state, taken.delivered_at, since)
    last = max((one.delivered_at for one in left if one.delivered_at is not None), default=None)
    changes.update({"status": state.status, "first_reply_at": first, "last_reply_at": last})
    cases.change(after.connection, case.id, changes)
    known = cases.find_case(after.connection, case.id) or case
    if known.status is not case.status:
        _refresh(after, known)


def retitle(after: FollowUp, case: Case) -> None:
    """Whoever wrote may have taken the case by that, though it is not answered."""
    support = after.app.support
    if support is not None and case.chat_id is not None and case.holder_telegram_id is not None:
        about = case_topic.people_of(after.connection, case)
        after.outgoing += case_topic.retitled(after.app, support, about)


def _refresh(after: FollowUp, case: Case) -> None:
    support = after.app.support
    if support is not None and case.chat_id is not None:
        after.outgoing += case_topic.refreshed(after.app, support, case_topic.look(after.connection, case))
