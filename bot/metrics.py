"""Every counter and gauge, named and described in one list; docs/operations.md explains them to operators."""

from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

PREFIX = "huitong_"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One line of the list; the public name is `huitong_<name>`, counters end in `_total`."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    meaning: str
    labels: tuple[str, ...] = ()


METRICS = (
    Metric("updates", "counter", "Messages and button presses received", ("channel", "content")),
    Metric("replies", "counter", "Replies sent, by kind and language", ("channel", "kind", "locale")),
    Metric("reply_seconds", "histogram", "From the arrival of a message to its reply being delivered", ("channel",)),
    Metric("in_flight", "gauge", "Messages being answered now", ("channel",)),
    Metric("undelivered", "counter", "Messages whose answer could not be sent", ("channel", "reason")),
    Metric("api_calls", "counter", "Calls to the Bot API by outcome", ("outcome",)),
    Metric("webhook_requests", "counter", "Requests to the webhook by HTTP status", ("status",)),
    Metric("knowledge_info", "gauge", "1 for the knowledge version in use", ("version",)),
    Metric("knowledge_fault", "gauge", "1 while the knowledge folder holds a fault and the last good version is in use"),
    Metric("store_errors", "counter", "Failed reads and writes of the session store"),
)

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The process's figures. Each instance has its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._counters = {m.name: Counter(PREFIX + m.name, m.meaning, m.labels, registry=self.registry) for m in _of("counter")}
        self._gauges = {m.name: Gauge(PREFIX + m.name, m.meaning, m.labels, registry=self.registry) for m in _of("gauge")}
        self._histograms = {
            m.name: Histogram(PREFIX + m.name, m.meaning, m.labels, buckets=_SECONDS, registry=self.registry) for m in _of("histogram")
        }

    def count(self, name: str, amount: int = 1, **labels: str) -> None:
        counter = self._counters[name]
        (counter.labels(**labels) if labels else counter).inc(amount)

    def set(self, name: str, value: float, **labels: str) -> None:
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).set(value)

    def change(self, name: str, by: float, **labels: str) -> None:
        gauge = self._gauges[name]
        (gauge.labels(**labels) if labels else gauge).inc(by)

    def observe(self, name: str, value: float, **labels: str) -> None:
        histogram = self._histograms[name]
        (histogram.labels(**labels) if labels else histogram).observe(value)

    def clear(self, name: str) -> None:
        """Removes a labelled gauge's values, before a new version takes the place of the old."""
        self._gauges[name].clear()

    def exposition(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)


def _of(kind: str) -> list[Metric]:
    return [metric for metric in METRICS if metric.kind == kind]
