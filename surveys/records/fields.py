"""What a column of a file can be."""

from enum import StrEnum
from typing import Final

from surveys.records.records import RecordKind


class Field(StrEnum):
    """A column that is understood, by its name in docs/import.md."""

    CUSTOMER_ID = "customer_id"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    LANGUAGE = "language"
    TIMEZONE = "timezone"
    SEGMENT = "segment"
    JOINED_AT = "joined_at"
    LEFT_AT = "left_at"
    MONTHLY_MARGIN = "monthly_margin"
    ORDER_ID = "order_id"
    ORDERED_AT = "ordered_at"
    AMOUNT = "amount"
    LINE_AMOUNT = "line_amount"
    CURRENCY = "currency"
    TOUCHPOINT = "touchpoint"
    STATUS = "status"
    PAYMENT_STATUS = "payment_status"
    CANCELLED_AT = "cancelled_at"
    CODE = "code"
    MARGIN = "margin"
    COST = "cost"


DAYS: Final = frozenset([Field.JOINED_AT, Field.LEFT_AT, Field.ORDERED_AT])
MONEY: Final = frozenset([Field.AMOUNT, Field.LINE_AMOUNT, Field.MARGIN, Field.COST, Field.MONTHLY_MARGIN])

REQUIRED: Final = {
    RecordKind.CUSTOMERS: ((Field.CUSTOMER_ID, Field.PHONE),),
    RecordKind.ORDERS: (
        (Field.ORDER_ID,),
        (Field.ORDERED_AT,),
        (Field.AMOUNT, Field.LINE_AMOUNT),
        (Field.CUSTOMER_ID, Field.PHONE),
    ),
}
"""Of each group one is needed."""
