"""Where are the fixtures that come with the program? In the package, or beside it in a checkout."""

# tested by: tests/tools/generate/test_fixtures.py

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def built_in_fixtures() -> list[Path]:
    """Return their folder: inside the package where it was installed, beside it in a checkout."""
    installed = _PACKAGE / "fixtures"
    return [installed if installed.is_dir() else _PACKAGE.parent / "fixtures"]
