"""Metrics as text: read by the parser of Prometheus' own library."""

from prometheus_client.parser import text_string_to_metric_families

from sandbox.reports.prometheus import MetricFamily, Sample, histogram, prometheus_text


def read(*families: MetricFamily) -> dict[str, tuple[str, str, list[tuple[str, dict[str, str], float]]]]:
    """Return kind, help and samples of each family, as a scraper reads them."""
    return {
        family.name: (
            family.type,
            family.documentation,
            [(sample.name, sample.labels, sample.value) for sample in family.samples],
        )
        for family in text_string_to_metric_families(prometheus_text(families))
    }


def test_a_counter_is_read_as_it_was_written() -> None:
    """Whatever its labels and its help say."""
    labels = {"a": 'quotes " and \\ and\nlines', "b": "ünï"}
    counter = MetricFamily("x_total", "counter", "Help \\ with\nlines.", [Sample("", labels, 3), Sample("", {}, 0.5)])

    assert {"x": ("counter", "Help \\ with\nlines.", [("x_total", labels, 3.0), ("x_total", {}, 0.5)])} == read(counter)


def test_a_histogram_counts_all_below_each_bound() -> None:
    """Up to infinity, which is the count."""
    samples = list(histogram([0.1, 1.0], [2, 0, 1], 5.25, api="fhir"))
    kind, _, found = read(MetricFamily("h", "histogram", "Help.", samples))["h"]

    assert "histogram" == kind
    assert [
        ("h_bucket", {"api": "fhir", "le": "0.1"}, 2.0),
        ("h_bucket", {"api": "fhir", "le": "1"}, 2.0),
        ("h_bucket", {"api": "fhir", "le": "+Inf"}, 3.0),
        ("h_sum", {"api": "fhir"}, 5.25),
        ("h_count", {"api": "fhir"}, 3.0),
    ] == found


def test_a_family_without_a_sample_is_left_out() -> None:
    """There is nothing to say of it."""
    assert "" == prometheus_text([MetricFamily("x", "gauge", "Help.", [])])
