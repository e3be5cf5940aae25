"""Who may import whom? The allow-list of the house, as data. The standard library is free to all."""

CELLAR = {
    "annotation",
    "basis",
    "chance",
    "clock",
    "journal",
    "nearby",
    "problem",
    "r4",
    "settings",
    "spelling",
    "store",
}

# Room -> what of ours, and of others, it may import. `docs/design.md`, section 3, shows the same table.
# fmt: off
ROOMS: dict[str, set[str]] = {
    "__init__":  set(),
    "__main__":  {"cli"},
    "annotation": set(),
    "basis":     set(),
    "chance":    set(),
    "clock":     set(),
    "journal":   set(),
    "r4":        {"spelling"},
    "spelling":  set(),
    "problem":   set(),
    "nearby":    set(),
    "settings":  {"nearby", "spelling"},
    "store":     set(),
    "access":    {"nearby", "problem", "orjson", "jwt", "cryptography"},
    "loading":   {"store", "r4", "spelling", "orjson"},
    "search":    {"store", "r4", "spelling", "problem", "orjson", "pyroaring"},
    "scenario":  {"basis", "spelling"},
    "verdict":   {"journal", "annotation"},
    "checking":  {"loading", "r4", "spelling", "annotation", "orjson", "pydantic"},
    "generate":  {"chance", "faker", "orjson"},
    "webhook":   set(),
    "session":   {"clock", "journal", "access", "scenario", "verdict", "webhook"},
    "outbox":    {"session", "scenario", "webhook", "chance", "settings"},
    "authority": {"session", "outbox", "access", "scenario", "chance"},
    "expunging": {"search"},
    "holdings":  {"loading", "search", "store", "problem"},
    "world":     {"session", "holdings", "authority", "outbox", "expunging", "access", "loading", "scenario", "search",
                  *CELLAR, "__init__"},
    "web":       {"world", "session", "authority", "access", "loading", "scenario", "search", "verdict", "webhook",
                  *CELLAR, "__init__", "aiohttp", "orjson"},
    "courier":   {"world", "outbox", "aiohttp"},
    "server":    {"world", "web", "courier", "aiohttp"},
    "cli":       {"world", "server", "loading", "scenario", "search", "verdict", "checking", "generate", *CELLAR,
                  "__init__", "orjson", "tqdm", "uvloop"},
}
# fmt: on

# What only one place may touch, and where that is.
ONLY_THERE: dict[str, set[str]] = {
    "aiohttp": {"web/wire.py", "server.py", "courier.py"},
    "random": {"chance.py"},
    "time": {"clock.py", "cli/serve.py", "cli/generate.py"},
    "asyncio": {"server.py", "courier.py", "cli/serve.py", "web/wire.py", "web/misbehave.py"},
}
