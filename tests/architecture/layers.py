"""Who may import whom? The layers of the package, lowest first, as data; and what has only one place."""

# A package imports from packages of lower layers alone, at sub-package depth; the standard library is free to all.
# What stands in one layer knows nothing of its neighbours.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "basis",
        "problem",
        "seed",
        "plural",
        "suggest",
        "trusted_hosts",
        "json_codec",
        "json_text",
        "http_dates",
        "counters",
        "failure_log",
        "garbage",
        "seen_before",
        "stepwise",
    ),
    ("change_log", "fhir", "loop_lag", "metrics", "query_string"),
    ("reports", "scenario", "settings", "tools.generate"),
    ("sessions", "search.model", "settings_schema", "tls"),
    ("search.columns", "search.parameters.other_types", "search.response", "verdict", "webhooks"),
    ("oauth", "search.parameters", "search.types"),
    ("loading", "search.index", "search.parse"),
    ("search.evaluate", "tools.check"),
    ("search.explain",),
    ("search",),
    ("repository", "stores", "web"),
    ("resource_changes",),
    ("backend", "replicas"),
    ("api.openapi", "api.shared"),
    ("api.admin", "api.console", "api.fhir", "api.oauth"),
    ("api",),
    ("session_verdict",),
    ("session_handle",),
    ("embedded", "listening"),
    ("certify", "server"),
    ("testing",),
    ("cli",),
    ("__main__",),
)

# Which packages by others a package may import. What is not here imports only the standard library and ours.
OTHERS: dict[str, set[str]] = {
    "api": {"orjson"},
    "certify": {"hypothesis"},
    "cli": {"orjson", "rich", "shtab", "tqdm", "uvloop"},
    "fhir": {"orjson"},
    "json_codec": {"orjson"},
    "loading": {"msgspec", "orjson"},
    "oauth": {"cryptography", "jwt", "orjson"},
    "search": {"orjson", "pyroaring"},
    "embedded": {"multidict"},
    "testing": {"aiohttp"},
    "tools.check": {"orjson", "pydantic"},
    "tools.generate": {"faker", "orjson"},
    "replicas": {"hiredis", "orjson", "redis"},
    "web": {"aiohttp", "orjson"},
    "webhooks": {"aiohttp"},
}

# What only one place may touch, and where that is.
ONLY_THERE: dict[str, set[str]] = {
    "aiohttp": {
        "web/aiohttp_server.py", "web/connection.py", "web/raw_response.py", "web/handler_state.py",
        "web/plain_connection.py",
        "web/known_heads.py", "web/unreadable.py",
        "webhooks/sender.py", "testing.py",
    },
    "random": {"seed.py"},
    "time": {"sessions/clock.py", "cli/serve.py", "cli/generate.py"},
    "asyncio": {
        "server.py", "listening.py", "loop_lag.py", "webhooks/sender.py", "cli/serve.py", "web/aiohttp_server.py",
        "web/plain_connection.py", "web/handler_state.py",
        "web/connection.py", "web/connections.py", "web/compression.py", "web/faults.py", "web/pause.py",
        "session_handle.py", "embedded.py", "testing.py", "web/unfinished.py", "replicas/redis_link.py",
        "replicas/shared_state.py", "replicas/transactor.py", "replicas/world.py",
    },
}  # fmt: skip
# Who may sleep, and why.
SLEEPERS: dict[str, str] = {
    "listening.py": "on stopping, what was accepted just now becomes a connection",
    "session_handle.py": "a client of the same process waits by the clock of its session",
    "web/unfinished.py": "between two slices of one answer, all others have their turn",
    "replicas/shared_state.py": "it says again and again that it is alive",
    "webhooks/sender.py": "it looks again for what is due",
}
# Who may be asynchronous besides: what waits on what those offer.
ASYNCHRONOUS = {"web/long_poll.py", "web/application.py", "api/shared_api.py", "replicas/state_store.py"}

# Class names that stand more than once, and why.
REPEATED_CLASSES: dict[str, str] = {}

# Module names that stand more than once in a top-level package, and why.
REPEATED_MODULES: dict[str, str] = {
    "api/routes": "each API has its table",
    "search/everything": "one reads the parameters of $everything, the other answers",
    "search/include": "a value, its parser, and what becomes of it",
    "search/result_parameters": "a value, and its parser",
    "tools/codes": "one checks codes, the other makes them up",
    "tools/procedure": "one checks Procedures, the other makes them up",
}

# Who writes the fields of values of another package, and why.
WRITERS: dict[str, str] = {
    "api/app.py": "an API completes the response that it has made, before anybody else has it",
    "verdict/recordings.py": "a recording makes journal entries, step by step",
}

# Words that say nothing.
UNWANTED_WORDS = {"manager", "service", "helper", "util", "utils", "context", "info"}
