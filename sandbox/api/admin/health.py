"""How is the sandbox? Whether it lives, what it holds, and whether it can be relied on at this moment."""

import orjson

from sandbox import __version__
from sandbox.backend import Backend
from sandbox.problem import Problem, ProblemKind
from sandbox.query_string import single_values
from sandbox.suggest import did_you_mean
from sandbox.web.messages import Headers, Request, Response

_JSON: Headers = (("Content-Type", "application/json; charset=utf-8"),)


def health(backend: Backend, request: Request) -> Response:
    """Say that the server is there, what it holds and which seed it runs on; with `?ready`, 503 where it is not well.

    The address is listened on only after the fixtures are loaded, so whoever gets an answer need not wait for those.
    """
    asked = single_values(request.query)
    for name in asked:
        if name != "ready":
            raise Problem(
                ProblemKind.BAD_VALUE, f"Health takes no {name!r}, only ready.{did_you_mean(name, ['ready'])}"
            )
    trouble = backend.sessions.trouble
    found = {"status": "ok", "version": __version__, "resources": backend.store.counts, "seed": backend.settings.seed}
    if not trouble:
        return Response(200, _JSON, orjson.dumps(found))
    status = 503 if asked else 200
    return Response(status, _JSON, orjson.dumps(found | {"status": "degraded", "trouble": trouble}))
