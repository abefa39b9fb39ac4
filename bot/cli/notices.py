"""What is no fault of a configuration, and yet not what somebody may have wished."""

from collections.abc import Iterator

from bot.config.fields import is_public
from bot.config.schema import Config
from surveys.language.interface_text import InterfaceText


def notices(config: Config) -> Iterator[InterfaceText]:
    """Everything worth saying of a configuration that is in order."""
    if not config.telegram.token.get_secret_value():
        yield InterfaceText("notice-no-token")
    http = config.http
    key, address = ("admin_listen", http.admin_listen) if http.admin_listen else ("listen", http.listen)
    if is_public(address.host):
        yield InterfaceText("notice-open-to-everybody", key=f"http.{key}")
