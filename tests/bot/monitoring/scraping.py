"""A client of the monitoring port, and what it scrapes there."""

from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def client_of(port: int, **options: Any) -> httpx.AsyncClient:
    """Return a client of the port, with httpx's options."""
    base_url = f"http://127.0.0.1:{port}"
    return httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=20, **options)


async def scraped(client: httpx.AsyncClient) -> Samples:
    """Return the values on ``/metrics``, by their names and labels."""
    response = await client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    """Return a value, 0 if there is none."""
    return samples.get((name, tuple(sorted(labels.items()))), 0.0)
