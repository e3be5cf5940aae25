"""What does a process of this machine use? Its memory, and the time of a processor, as Linux tells them."""

import os
from pathlib import Path


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (found,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) / 1024


def used(pid: int) -> float:
    """Return the processor time of a process so far, in seconds."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def waited(pid: int) -> float:
    """Return for how long a process could have run so far and had no processor, in seconds."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
