"""Who the people of a batch of records are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from storage.people import addresses, tombstones
from storage.rows import CustomerAddress
from surveys.records.address import AddressKind
from surveys.records.records import CustomerRecord, OrderRecord


@dataclass(slots=True)
class Identities:
    """Customers by the company's id and by phone, as they are and as the records add to them."""

    by_company: dict[str, int]
    by_phone: dict[str, int]
    with_company: set[int]
    """Those who have an id of the company's."""
    forgotten: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """When the owner of an address, a kind and a value, was forgotten; they may have come back since."""
    added: list[CustomerAddress] = field(default_factory=list)

    @classmethod
    def load(
        cls, connection: Connection, records: Sequence[CustomerRecord] | Sequence[OrderRecord]
    ) -> "Identities":
        """The people that records may be about, in four statements; five once anybody was forgotten."""
        companies = {record.customer_id for record in records if record.customer_id is not None}
        phones = {record.phone for record in records if record.phone is not None}
        by_company = addresses.find(connection, AddressKind.COMPANY, companies)
        by_phone = addresses.find(connection, AddressKind.PHONE, phones)
        owners: Collection[int] = set(by_phone.values())
        with_company = addresses.having(connection, AddressKind.COMPANY, owners) | set(by_company.values())
        named = [(AddressKind.COMPANY, one) for one in companies] + [
            (AddressKind.PHONE, one) for one in phones
        ]
        return cls(by_company, by_phone, with_company, tombstones.forgotten(connection, named))

    @property
    def known(self) -> set[int]:
        """Ids of all that were found."""
        return {*self.by_company.values(), *self.by_phone.values()}

    def find(self, company: str | None, phone: str | None) -> int | None:
        """Whom the company's id means, else the phone; None for somebody new.

        The phone of somebody who has another id of the company's means nobody.
        """
        if company is not None and (found := self.by_company.get(company)) is not None:
            return found
        owner = self.by_phone.get(phone) if phone is not None else None
        if company is not None and owner in self.with_company:
            return None
        return owner

    def contradict(self, company: str | None, phone: str | None) -> bool:
        """Whether the phone belongs to somebody else than the company's id says."""
        owner = self.by_phone.get(phone) if phone is not None else None
        return owner is not None and self.find(company, phone) != owner

    def are_forgotten(self, company: str | None, phone: str | None, at: datetime | None = None) -> bool:
        """Whether a record is about somebody who is forgotten; one of `at` also if it was before that.

        Whoever came back and said themselves who they are is found by what they said, and is a customer anew.
        """
        named = [(AddressKind.COMPANY, company)]
        if company not in self.by_company:
            named.append((AddressKind.PHONE, phone))
        erased = [self.forgotten[one] for one in named if one in self.forgotten]
        if not erased:
            return False
        return self.find(company, phone) is None or (at is not None and at <= max(erased))

    def tell(self, customer_id: int, company: str | None, phone: str | None) -> bool:
        """Add what a person is found by from now on; whether it was unknown.

        The phone of somebody who is forgotten is nobody's, until its owner shares it.
        """
        known = len(self.added)
        if company is not None and company not in self.by_company:
            self.by_company[company] = customer_id
            self.with_company.add(customer_id)
            self.added.append(CustomerAddress(AddressKind.COMPANY, company, customer_id))
        is_free = (AddressKind.PHONE, phone) not in self.forgotten
        if phone is not None and phone not in self.by_phone and is_free:
            self.by_phone[phone] = customer_id
            self.added.append(CustomerAddress(AddressKind.PHONE, phone, customer_id))
        return len(self.added) > known
