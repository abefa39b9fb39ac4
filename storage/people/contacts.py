"""A phone that somebody shared: they are found by it, and are one with whom the company knows by it."""

from datetime import datetime
from enum import Enum, auto

from sqlalchemy import Connection, delete, select

from storage.people import joining
from storage.row_values import values_of
from storage.rows import CustomerAddress
from storage.tables import addresses, import_addresses
from storage.upsert import insert_new
from surveys.records.address import AddressKind
from surveys.records.proof import Proof


class Sharing(Enum):
    """What came of it."""

    STORED = auto()
    """Nobody had that phone: whoever is stored with it later is found by it."""
    KNOWN = auto()
    """It was theirs already."""
    JOINED = auto()
    """The company knew somebody by it, and the two are one now."""
    OTHER_TELEGRAM = auto()
    """It belongs to another account of Telegram: refused and listed for managers."""
    OTHER_CUSTOMER = auto()
    """Its owner has another id of the company's than they: refused and listed for managers."""


_REFUSED = {AddressKind.TELEGRAM: Sharing.OTHER_TELEGRAM, AddressKind.COMPANY: Sharing.OTHER_CUSTOMER}


def share(connection: Connection, joining_id: int, customer_id: int, phone: str, now: datetime) -> Sharing:
    """Give a phone in E.164 to the customer who showed that it is theirs, in one transaction.

    Whoever stored it a moment before is its owner.
    """
    mine = CustomerAddress(AddressKind.PHONE, phone, customer_id)
    if connection.execute(insert_new(connection, addresses, "value"), [values_of(mine)]).first() is not None:
        return Sharing.STORED
    held = select(addresses.c.customer_id).where(
        addresses.c.kind == AddressKind.PHONE, addresses.c.value == phone
    )
    owner = connection.execute(held.with_for_update()).scalar_one()
    if owner == customer_id:
        _own(connection, phone)
        return Sharing.KNOWN
    done = joining.join(connection, joining_id, (customer_id, owner), Proof.CONTACT, now)
    if done.refused is not None:
        return _REFUSED[done.refused]
    _own(connection, phone)
    return Sharing.JOINED


def _own(connection: Connection, phone: str) -> None:
    """Taking an import back does not take away what its owner said."""
    given = import_addresses.c.kind == AddressKind.PHONE, import_addresses.c.value == phone
    connection.execute(delete(import_addresses).where(*given))
