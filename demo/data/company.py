"""The coffee shop of the demo: where it meets its customers, its seasons, the weeks when delivery failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from surveys.language.text import Text

NAME: Final = Text("Подсолнух", "Sunflower")
NORTH: Final = Text("Север", "North")
SOUTH: Final = Text("Юг", "South")
DELIVERY: Final = Text("delivery", "delivery")
"""As the form of complaints says it, so that scores and complaints tell of one place under one name."""
RETAIL: Final = Text("розница", "retail")
SUBSCRIPTION: Final = Text("подписка", "subscription")

CUSTOMERS: Final = 2000
YEAR: Final = timedelta(days=365)

SEASON: Final = (1.15, 1.0, 1.05, 1.0, 0.95, 0.85, 0.8, 0.85, 1.05, 1.1, 1.1, 1.35)
"""Orders by month of the year, January first: the shop lives from cold days and holidays."""

INCIDENT: Final = (timedelta(days=112), timedelta(days=88))
"""How long ago the courier service failed, and until when."""


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """Weights of promoters, passives and detractors among the answers, and complaints per order."""

    promoters: int
    passives: int
    detractors: int
    complaints: float


USUAL: Final[Mapping[Text, ServiceLevel]] = {
    NORTH: ServiceLevel(60, 26, 14, 0.010),
    SOUTH: ServiceLevel(47, 31, 22, 0.013),
    DELIVERY: ServiceLevel(46, 30, 24, 0.016),
}
FAILING: Final = ServiceLevel(14, 24, 62, 0.085)
RECOVERING: Final = ServiceLevel(38, 30, 32, 0.022)


def service_level(touchpoint: Text, ago: timedelta) -> ServiceLevel:
    """How customers fared at that touchpoint so long ago."""
    began, ended = INCIDENT
    if touchpoint is not DELIVERY or ago > began:
        return USUAL[touchpoint]
    if ago > ended:
        return FAILING
    return RECOVERING if ago > ended - timedelta(days=30) else USUAL[touchpoint]
