"""How are the lines of a page run? By a real shell and a real curl, one block after another, against a server."""

import os
import shutil
import subprocess

import pytest

from tests.manual.test_stories_of_the_manual import ADDRESS

END = "=== end of the block ==="


def printed_by(scripts: list[str], url: str) -> list[str]:
    """Return what each block prints, all of them run in one shell; the test is skipped where there is none."""
    shell, curl = shutil.which("bash"), shutil.which("curl")
    if shell is None or curl is None:
        pytest.skip("there is no bash, or no curl")
    lines = "".join(f"{script}\necho\necho '{END}'\n" for script in scripts).replace(ADDRESS, url)
    command, direct = [shell, "-euo", "pipefail", "-c", lines], os.environ | {"NO_PROXY": "*", "no_proxy": "*"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=direct)

    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.split(END)[:-1]
