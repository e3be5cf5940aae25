"""Which pages are looked at? Those of runs of `retry`: by a hurried client, and of three clients side by side."""

from pathlib import Path

from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.comparison import compared
from sandbox.reports.comparison_page import comparison_page
from sandbox.reports.run_page import html
from tests.reports.sample_runs import hasty, hurried, patient, run_of

ROWS = ("retry/01-ready", "retry/02-window", "retry/08-no-wait", "retry/16-failed", "retry/20-flaky", "retry/25-stuck")


def runs() -> dict[str, CertifyRun]:
    """Return the runs by the names of their clients."""
    return {name: run_of(name, behave, only=ROWS) for name, behave in CLIENTS.items()}


def write_pages(folder: Path) -> dict[str, Path]:
    """Write the pages into a folder, and return their files by name."""
    found = runs()
    written = {"certify": html(found["hurried"]), "compare": comparison_page(compared(list(found.values())))}
    files = {name: folder / f"{name}.html" for name in written}
    for name, file in files.items():
        file.write_text(written[name], encoding="utf-8")
    return files


CLIENTS = {"patient": patient, "hurried": hurried, "hasty": hasty}
