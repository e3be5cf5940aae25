"""Is the package `sandbox` ours? A user's own folder of that name hides it, wherever that comes first on the path."""

import sys
from importlib.util import find_spec
from pathlib import Path

_OURS = Path(__file__).resolve().parents[1] / "sandbox" / "__init__.py"  # both are installed side by side


def hidden_by() -> str:
    """Return a sentence about what hides our package, "" if nothing does. Nothing is imported to find out."""
    try:
        spec = find_spec("sandbox")
    except ValueError:  # a module that was made by hand has no spec
        spec = None
    if spec is None:
        found = str(sys.modules.get("sandbox", "nothing of that name"))
    elif spec.origin is not None and Path(spec.origin).resolve() == _OURS:
        return ""
    else:
        found = spec.origin or str(next(iter(spec.submodule_search_locations or ())))
    return (
        f"procedure-sandbox needs its own package `sandbox`, but {found} comes first on the path: rename that, or keep "
        "its folder off the path (`pytest` instead of `python -m pytest`, and `--import-mode=importlib`)."
    )
