"""What the process counts. Labels are kinds and states, never people."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("otklik_updates", "Updates by what became of them", "outcome")
        self.outbox = self._counter("otklik_outbox", "Outbox rows by what became of them", "state")
        self.batches = self._counter("otklik_batches", "Transactions of the worker")
        self.asked_again = self._counter("otklik_asked_again", "Questions asked again after an absence")
        self.waiting = Gauge("otklik_outbox_waiting", "Messages that wait to be sent", registry=self.registry)
        self.heard_at = Gauge(
            "otklik_heard_timestamp_seconds", "When Telegram was last reached", registry=self.registry
        )

    def text(self) -> bytes:
        """All numbers in the text format of Prometheus."""
        return generate_latest(self.registry)

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(name, help_text, labels, registry=self.registry)
