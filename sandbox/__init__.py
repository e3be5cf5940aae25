"""procedure-sandbox: a mock of Flexpa's FHIR API that misbehaves on purpose.

This module imports nothing when it runs: the public names are resolved on first use, so that `import sandbox` costs
nothing and a test plugin can be loaded before coverage starts.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.problem import Problem
    from sandbox.server import Sandbox
    from sandbox.session_handle import SessionHandle as Session
    from sandbox.session_verdict import SessionVerdict as Verdict
    from sandbox.settings import Settings

__version__ = "0.1.0"
__all__ = ["Problem", "Sandbox", "Session", "Settings", "Verdict", "__version__"]

# Public name -> the module, and the name that it has there.
_HOMES = {
    "Problem": ("sandbox.problem", "Problem"),
    "Sandbox": ("sandbox.server", "Sandbox"),
    "Session": ("sandbox.session_handle", "SessionHandle"),
    "Settings": ("sandbox.settings", "Settings"),
    "Verdict": ("sandbox.session_verdict", "SessionVerdict"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sandbox' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when a name is asked for

    module, there = _HOMES[name]
    return getattr(import_module(module), there)
