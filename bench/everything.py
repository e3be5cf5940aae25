"""What does `make bench` measure? Beside bare and peers, growth, loading, and the start; and it can write the page."""

import argparse
from pathlib import Path

from bench import compare, growth, loading, peers, start
from bench.page import Measured, write


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how much is measured, and where it is written."""
    compare.add_options(parser)
    peers.add_hapi(parser)
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
    beside_peers = peers.measured(options.hapi)
    grown = {size: growth.costs(size) for size in sizes}
    print(*growth.lines(grown), sep="\n", flush=True)
    loaded = {size: loading.loading(size) for size in sizes}
    print(*loading.lines(loaded), sep="\n", flush=True)
    ready = start.until_ready()
    print(f"start to ready: {ready:.3f} s")
    if options.write is not None:
        found = Measured(compared=compared, beside_peers=beside_peers, grown=grown, loaded=loaded, ready=ready)
        write(options.write, found)
    return 0
