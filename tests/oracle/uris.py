"""When are two addresses the same? Letter by letter; or one of them continues the other."""

from collections.abc import Callable

from tests.oracle.values import Refused, plain

Test = Callable[[str], bool]


def uri(modifier: str, value: str) -> Test:
    """Return the test of a uri parameter: the same, or `:below`, or `:above`."""
    wanted = plain(value)
    if not modifier:
        return lambda found: found == wanted
    if wanted.startswith("urn:"):
        raise Refused("a urn has no hierarchy")
    if modifier == "below":
        return lambda found: found.startswith(wanted)
    return wanted.startswith


def canonical(modifier: str, value: str, base: str) -> Test:
    """Return the test of a canonical parameter: the same, version and all, or `:below`: any such version."""
    wanted = plain(value)
    if ":" not in wanted:
        wanted = f"{base}/{wanted}"
    if not modifier:
        return lambda found: found == wanted
    address, _, version = wanted.partition("|")

    def below(found: str) -> bool:
        url, _, stored = found.partition("|")
        return url == address and (not version or stored == version or stored.startswith(f"{version}."))

    return below
