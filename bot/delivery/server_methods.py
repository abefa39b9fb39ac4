"""Methods that a server of another make or of last year does not know: given up for good, and said once."""

import logging

log = logging.getLogger(__name__)

_GIVEN_UP_AFTER = 4


class ServerMethods:
    """What a server answers. A method that never was answered, while others were, is unknown to it.

    Servers say so in many ways: 404, 500 without a word of the Bot API, a page in HTML. So does a server in
    trouble, but to all methods.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._answers = 0
        self._failures: dict[str, tuple[int, int]] = {}
        """How often a method failed, each time after another was answered, and the answers by then."""
        self._lacking: set[str] = set()

    def lack(self, method: str) -> bool:
        """Whether the method was given up."""
        return method in self._lacking

    def add(self, method: str) -> None:
        """Note that the server answered the method."""
        self._answers += 1
        self._known.add(method)

    def is_given_up(self, method: str) -> bool:
        """Note that a call came back as of an unknown method; whether it is given up now."""
        failures, answers = self._failures.get(method, (0, -1))
        if method in self._known or self._answers <= answers:
            return False
        self._failures[method] = failures + 1, self._answers
        if failures + 1 >= _GIVEN_UP_AFTER and method not in self._lacking:
            self._lacking.add(method)
            log.warning("the server does not know a method, it is given up method=%s", method)
        return method in self._lacking
