"""What a customer hears when staff are later than a limit allows: once a wait, by day, not after /stop."""

from handlers.cases import case_places
from handlers.cases.customer_notices import notice_text
from handlers.cases.follow_up import FollowUp
from handlers.shared.message_copy import plain
from handlers.shared.update_context import Outgoing
from storage.cases import cases
from storage.rows import Case
from storage.states import Purpose
from surveys.cases.support_texts import CustomerNotice
from surveys.outreach.policy import ContactKind
from surveys.outreach.urgency import Urgency


def tell_of_delay(after: FollowUp, case: Case) -> None:
    """Tell the customer that staff are late with their case, and note that they were told."""
    cases.change(after.connection, case.id, {"delay_told_at": after.now})
    customer = cases.complainant(after.connection, case.customer_id)
    if customer.telegram_id is None:
        return
    words = notice_text(after.app, customer, case, CustomerNotice.DELAYED)
    after.outgoing.append(
        Outgoing(
            plain(customer.telegram_id, words), Urgency.SERVICE,
            fills=case_places.said(case.number, after.ids.next()), kind=ContactKind.SERVICE,
            purpose=Purpose.CASE_DELAY, subject_id=case.id,
        )
    )  # fmt: skip
