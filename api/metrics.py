"""Counts and durations for Prometheus; no label ever names a person, a place or a co-op."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST

_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PLAN_SECONDS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What one application counts.

    Attributes
    ----------
    registry
        Where the numbers are gathered.
    requests
        Answers by method, route template and status.
    seconds
        Seconds until an answer began, by method and route template.
    quotes
        Quotes given, by whether a courier could take them.
    orders
        Orders placed.
    plan_seconds
        Seconds that making a plan took, where the planner runs in this process.
    listeners
        Open live streams.
    """

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    quotes: Counter
    orders: Counter
    plan_seconds: Histogram
    listeners: Gauge

    def write(self) -> bytes:
        """Write all numbers in Prometheus's text format."""
        return generate_latest(self.registry)


def new_metrics() -> Metrics:
    """Begin to count, from zero, in a registry of its own.

    Returns
    -------
    Metrics
        For one application.
    """
    registry = CollectorRegistry()
    return Metrics(
        registry=registry,
        requests=Counter(
            "commonwheel_requests",
            "Answers by route template and status.",
            ("method", "route", "status"),
            registry=registry,
        ),
        seconds=Histogram(
            "commonwheel_request_seconds",
            "Seconds until an answer began, by route template.",
            ("method", "route"),
            registry=registry,
            buckets=_REQUEST_SECONDS,
        ),
        quotes=Counter(
            "commonwheel_quotes",
            "Quotes given, by whether a courier could take them.",
            ("is_feasible",),
            registry=registry,
        ),
        orders=Counter("commonwheel_orders", "Orders placed.", registry=registry),
        plan_seconds=Histogram(
            "commonwheel_plan_seconds",
            "Seconds that making a plan took, where the planner runs in this process.",
            registry=registry,
            buckets=_PLAN_SECONDS,
        ),
        listeners=Gauge("commonwheel_listeners", "Open live streams.", registry=registry),
    )
