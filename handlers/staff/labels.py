"""Names of texts that depend on a role."""

from surveys.roles import Role

ROLE = {Role.OWNER: "role-owner", Role.MANAGER: "role-manager", Role.SUPPORT: "role-support"}
INVITE = {
    Role.OWNER: "button-invite-owner",
    Role.MANAGER: "button-invite-manager",
    Role.SUPPORT: "button-invite-support",
}
