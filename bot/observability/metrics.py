"""What the process counts. Labels are kinds and states, never people."""

from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("otklik_updates", "Updates by what became of them", "outcome")
        self.outbox = self._counter("otklik_outbox", "Outbox rows by what became of them", "state")
        self.batches = self._counter("otklik_batches", "Transactions of the worker")
        self.asked_again = self._counter("otklik_asked_again", "Questions asked again after an absence")
        self.waiting = Gauge("otklik_outbox_waiting", "Messages that wait to be sent", registry=self.registry)
        self._cases_waiting = Gauge(
            "otklik_cases_waiting", "Open cases whose customers wait for staff", registry=self.registry
        )
        self._case_wait = Gauge(
            "otklik_case_wait_seconds", "Working time of the longest wait for staff", registry=self.registry
        )
        self.show_cases(None, None)
        self.heard_at = Gauge(
            "otklik_heard_timestamp_seconds", "When Telegram was last reached", registry=self.registry
        )

    def show_cases(self, waiting: int | None, longest_wait_s: float | None) -> None:
        """How many cases wait for staff, None where that is unknown, and how long the longest of them has."""
        self._cases_waiting.set(nan if waiting is None else waiting)
        self._case_wait.set(0 if waiting == 0 else nan if longest_wait_s is None else longest_wait_s)

    def text(self) -> bytes:
        """All numbers in the text format of Prometheus."""
        return generate_latest(self.registry)

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(name, help_text, labels, registry=self.registry)
