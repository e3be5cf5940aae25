"""Is a process still there? A zombie is not: it only waits for somebody to ask how it ended."""

from pathlib import Path


def is_alive(pid: int) -> bool:
    """Return whether a process is there, and no zombie."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
