"""Who may do what. Rights follow from the role of whoever wrote or pressed, never from the chat."""

from enum import StrEnum

INVITATION = "inv_"
"""How the payload of a link that enrolls begins."""


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    SUPPORT = "support"

    @property
    def reads_numbers(self) -> bool:
        return self in (Role.OWNER, Role.MANAGER)

    def may_invite(self, invited: "Role") -> bool:
        """Owners invite everyone; managers invite support; nobody makes themselves more than they are."""
        return self is Role.OWNER or (self is Role.MANAGER and invited is Role.SUPPORT)
