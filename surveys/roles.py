"""Who may do what. Rights follow from the role of whoever wrote or pressed, never from the chat.

What each may do with a case: surveys/cases/lifecycle.py.
"""

from enum import StrEnum

INVITATION = "inv_"
"""How the payload of a link that enrolls begins."""


def invitation_link(username: str, token: str) -> str:
    """The link that enrolls whoever opens it first; `username` is the bot's, without @."""
    return f"https://t.me/{username}?start={INVITATION}{token}"


class Role(StrEnum):
    """What a member of the staff is to the company. The value is stored."""

    OWNER = "owner"
    MANAGER = "manager"
    SUPPORT = "support"

    @property
    def reads_numbers(self) -> bool:
        """Whether this role may see reports."""
        return self in (Role.OWNER, Role.MANAGER)

    @property
    def exports_names(self) -> bool:
        """Whether files for this role tell names and phones beside ids."""
        return self is Role.OWNER

    @property
    def rank(self) -> int:
        """0 for support, 1 for managers, 2 for owners: who may do more stands higher."""
        return (Role.SUPPORT, Role.MANAGER, Role.OWNER).index(self)

    def may_invite(self, invited: "Role") -> bool:
        """Whether this role may invite that one: owners invite everyone, managers invite support only."""
        return self is Role.OWNER or (self is Role.MANAGER and invited is Role.SUPPORT)
