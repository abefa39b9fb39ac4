"""Who is who on the demo's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playground import Group, Person, Playground
from storage.rows import Staff
from surveys.language.languages import LANGUAGES
from surveys.language.text import Text
from surveys.roles import Role

CUSTOMERS = ("Анна", "Илья", "Ольга"), ("Emma", "Daniel", "Grace")
"""Russian and English: those of the demo's language come first, the last of them has just complained."""
SUPPORT = (Text("Олег", "Oscar"), Text("Вера", "Vera"))
MANAGER = Text("Борис", "Boris")
GROUP = Text("Поддержка «Подсолнуха»", "Sunflower support")


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """The people of the three phones."""

    customers: tuple[Person, ...]
    staff: tuple[Person, ...]
    manager: Person
    support: Group

    @classmethod
    def of(cls, telegram: Playground, language: str) -> "DemoPeople":
        """Create the people and their group in the playground, and show them on its page."""
        manager = telegram.person(MANAGER.render(language), language=language)
        staff = tuple(
            telegram.person(name.render(language), language=language, started=True) for name in SUPPORT
        )
        russian, english = (
            tuple(telegram.person(name, language=spoken) for name in names)
            for spoken, names in zip(LANGUAGES, CUSTOMERS, strict=True)
        )
        people = russian + english[:1] if language == "ru" else english + russian[:1]
        group = telegram.group(GROUP.render(language), forum=True, members=[*staff, manager])
        telegram.stage(customers=people, groups=[group], staff=staff, managers=[manager])
        return cls(people, staff, manager, group)

    @property
    def complains(self) -> Person:
        """The customer whose complaint is there from the start."""
        return self.customers[2]

    def members(self, now: datetime) -> Iterator[Staff]:
        """The rows of the support staff; the manager is the owner by the configuration."""
        for person in self.staff:
            yield Staff(person.id, Role.SUPPORT, now, person.name)
