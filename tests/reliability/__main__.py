"""Writes docs/reliability.md: `python -m tests.reliability` runs the command of each row, and says what came of it.

`python -m tests.reliability storm` runs those in whose command the word stands, and leaves the other lines as they are.
A row that takes an hour is run only if a word names it, as `make soak` does. Exit code 1 if any of them has failed;
then the page says which.
"""

import os
import platform
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

from tests.reliability.rows import ROWS, ReliabilityRow

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEAD = """# What it bears

Written by `python -m tests.reliability`, which runs the command of each line but that of the hour: `make soak` runs
that one, and writes its line alone. {where}

How a load is held: after as many sessions were opened as a server keeps, so that whatever has a bound stands at it,
clients ask at a bounded rate, and a time begins when a request was due. `p50_ms`, `p99_ms`, `resident_mb`, `cost_us`
(the server's processor time for a request) and `waited_us` (for how long it could have run while another program did)
are those of the first tenth of the time, of the last, and the highest of all tenths; `journal_entries` is what all
journals together kept at most, with `--journal-entries 20000`; `wrong` names what has grown.
Where `waited_us` is more than `cost_us`, the machine was busy with other programs, and times say little of the server.
`python -m tests.reliability.soak --help` has the limits and the reasons for them.

| Part | What was tried | What was lost | What came of it | Command |
| --- | --- | --- | --- | --- |
"""
TAIL = """
What is not tried here, and is not promised: a store that loses what it has acknowledged, a cluster of stores, and two
stores that both take themselves for the one.
"""


def main(word: str = "") -> int:
    """Run all rows in whose command a word stands, write the page, and return the exit code."""
    lines, failed = [], False
    before = PAGE.read_text(encoding="utf-8").splitlines(keepends=True) if PAGE.exists() else []
    for row in ROWS:
        known = [line for line in before if f"`{row.command}`" in line]
        is_asked = word in row.command and (bool(word) or not row.hour)
        if not is_asked:
            lines += known
            continue
        print(row.command, flush=True)
        passed, says = _run(row)
        failed = failed or not passed
        lost = row.lost if passed else "**not as it should be**"
        command = f"`{row.command}`"
        lines.append(f"| {row.part} | {row.tried} | {lost} | {says} | {command} |\n")
    where = f"Last run with Python {platform.python_version()} on {os.cpu_count()} cores."
    PAGE.write_text(HEAD.format(where=where) + "".join(lines) + TAIL, encoding="utf-8")
    return int(failed)


def _run(row: ReliabilityRow) -> tuple[bool, str]:
    """Run the command of a row; return whether it has passed, and its last words."""
    words = shlex.split(row.command)
    environ = dict(os.environ)
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        environ[name] = value
    begun = time.monotonic()
    done = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=False, env=environ)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr, flush=True)
    last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
    counts = re.search(r"\d+ passed.*?(?= in |$)", last)
    says = counts[0] if counts else last.replace("|", "/")
    return done.returncode == 0, f"{says}, in {time.monotonic() - begun:.0f} s"


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
