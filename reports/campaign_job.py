"""What is counted of a campaign for somebody's chat, as plain values in a job's row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class CampaignJob:
    """Whom a campaign reaches, or what came of it, put into the message whose button was pressed."""

    COUNT: ClassVar = "count_audience"
    FUNNEL: ClassVar = "campaign_funnel"
    """Names of the two jobs."""

    campaign_id: int
    chat_id: int
    message_id: int | None
    """None asks for a new message."""
    language: str
    customer_id: int

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "CampaignJob":
        """The job from what stands in its row."""
        return cls(**found)
