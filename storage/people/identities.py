"""Who the people of a batch of records are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from storage.people import addresses
from storage.people.addresses import Address
from surveys.records.address import AddressKind
from surveys.records.records import CustomerRecord, OrderRecord


@dataclass(slots=True)
class Identities:
    """Customers by the company's id and by phone, as they are and as the records add to them."""

    by_company: dict[str, int]
    by_phone: dict[str, int]
    with_company: set[int]
    """Those who have an id of the company's."""
    added: list[Address] = field(default_factory=list)

    @classmethod
    def load(
        cls, connection: Connection, records: Sequence[CustomerRecord] | Sequence[OrderRecord]
    ) -> "Identities":
        """The people that the records may be about, in three statements."""
        companies = {record.customer_id for record in records if record.customer_id is not None}
        phones = {record.phone for record in records if record.phone is not None}
        by_company = addresses.find(connection, AddressKind.COMPANY, companies)
        by_phone = addresses.find(connection, AddressKind.PHONE, phones)
        owners: Collection[int] = set(by_phone.values())
        with_company = addresses.having(connection, AddressKind.COMPANY, owners) | set(by_company.values())
        return cls(by_company, by_phone, with_company)

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

    def tell(self, customer_id: int, company: str | None, phone: str | None) -> bool:
        """Add what a person is found by from now on; whether it was unknown."""
        known = len(self.added)
        if company is not None and company not in self.by_company:
            self.by_company[company] = customer_id
            self.with_company.add(customer_id)
            self.added.append(Address(AddressKind.COMPANY, company, customer_id))
        if phone is not None and phone not in self.by_phone:
            self.by_phone[phone] = customer_id
            self.added.append(Address(AddressKind.PHONE, phone, customer_id))
        return len(self.added) > known
