"""How are metrics written for Prometheus? As its text format, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One number: what stands behind the name of its family, its labels, its value."""

    suffix: str
    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True, slots=True)
class MetricFamily:
    """All samples of a name; *kind* is counter, gauge or histogram."""

    name: str
    kind: str
    about: str
    samples: Sequence[Sample]


def histogram(bounds: Sequence[float], counts: Sequence[int], total: float, **labels: str) -> Iterator[Sample]:
    """Yield the samples of one histogram: buckets, each with all that is below it, the sum, and the count.

    *counts* has one more than *bounds*, for what is above the last; *total* is the sum of all that was counted.
    """
    below = 0
    for bound, count in zip([*bounds, None], counts, strict=True):
        below += count
        limit = "+Inf" if bound is None else f"{bound:g}"
        yield Sample("_bucket", labels | {"le": limit}, below)
    yield Sample("_sum", labels, total)
    yield Sample("_count", labels, below)


def prometheus_text(families: Sequence[MetricFamily]) -> str:
    """Return families as text; one without a sample is left out."""
    return "".join(f"{line}\n" for family in families if family.samples for line in _lines(family))


def _lines(family: MetricFamily) -> Iterator[str]:
    about = family.about.replace("\\", "\\\\").replace("\n", "\\n")
    yield f"# HELP {family.name} {about}"
    yield f"# TYPE {family.name} {family.kind}"
    for sample in family.samples:
        yield f"{family.name}{sample.suffix}{_labels(sample.labels)} {sample.value!r}"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
