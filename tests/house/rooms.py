"""Who may import whom? The allow-list of the house, as data. The standard library is free to all."""

CELLAR = {"basis", "chance", "clock", "journal", "problem", "r4", "settings", "spelling", "store"}

# Room -> what of ours, and of others, it may import. `docs/design.md`, section 3, shows the same table.
# fmt: off
ROOMS: dict[str, set[str]] = {
    "__init__":  set(),
    "__main__":  {"cli"},
    "basis":     set(),
    "chance":    set(),
    "clock":     set(),
    "journal":   set(),
    "r4":        set(),
    "spelling":  set(),
    "problem":   set(),
    "settings":  {"spelling"},
    "store":     set(),
    "access":    {"problem", "orjson", "jwt", "cryptography"},
    "loading":   {"store", "r4", "spelling", "orjson"},
    "search":    {"store", "r4", "spelling", "problem", "orjson", "pyroaring"},
    "scenario":  {"basis", "spelling"},
    "verdict":   {"journal"},
    "session":   {"clock", "journal", "scenario", "verdict"},
    "holdings":  {"loading", "search", "store", "problem"},
    "world":     {"session", "holdings", "access", "loading", "scenario", "search", *CELLAR, "__init__"},
    "web":       {"world", "session", "access", "loading", "scenario", "search", "verdict", *CELLAR, "__init__",
                  "aiohttp", "orjson"},
    "server":    {"world", "web", "aiohttp"},
    "cli":       {"world", "server", "loading", "scenario", "search", "verdict", *CELLAR, "__init__", "tqdm", "uvloop"},
}
# fmt: on

# What only one place may touch, and where that is.
ONLY_THERE: dict[str, set[str]] = {
    "aiohttp": {"web/wire.py", "server.py"},
    "random": {"chance.py"},
    "time": {"clock.py", "cli/serve.py"},
    "asyncio": {"server.py", "cli/serve.py", "web/wire.py", "web/misbehave.py"},
}
