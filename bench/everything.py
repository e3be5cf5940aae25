"""What does `make bench` measure? All of it: beside bare, growth, loading, and the start; and it can write the page."""

import argparse
from pathlib import Path

from bench import compare, growth, loading, start
from bench.page import write


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much is measured, and where it is written."""
    compare.add_options(parser)
    parser.add_argument("--large", action="store_true", help="with a million Procedures as well, which takes memory")
    parser.add_argument("--write", type=Path, metavar="FILE", help="page to write the tables into")


def run(options: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    if options.large:
        options.sizes = (*options.sizes, growth.LARGE)
    compared = compare.measured(options)
    if compared is None:
        return 2
    sizes = (1_000,) if options.quick else options.sizes
    grown = {size: growth.costs(size) for size in sizes}
    print(*growth.lines(grown), sep="\n", flush=True)
    loaded = {size: loading.loading(size) for size in sizes}
    print(*loading.lines(loaded), sep="\n", flush=True)
    ready = start.until_ready()
    print(f"start to ready: {ready:.3f} s")
    if options.write is not None:
        write(options.write, compared, grown, loaded, ready)
    return 0
