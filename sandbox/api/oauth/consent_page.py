"""What does a person see who is asked for consent? One page, whole in itself: no script, nothing from elsewhere."""

# tested by: tests/api/oauth/test_page.py

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape

from sandbox.api.oauth.people import FIND, LONGEST, MOST_SHOWN, people
from sandbox.backend import Backend
from sandbox.loading import Persona
from sandbox.oauth import AuthorizationRequest
from sandbox.query_string import pairs
from sandbox.scenario import PRESETS, Preset, Scenario
from sandbox.trusted_hosts import origin
from sandbox.web.messages import Headers, Request, Response

_PARAMETER = re.compile(r"\[.*?\]$")


def show(
    backend: Backend, request: Request, authorization_request: AuthorizationRequest, first: tuple[str, Scenario]
) -> Response:
    """Return the page on which a person picks patient and scenario, or refuses; those picked at *first* are on it."""
    patient, scenario = first
    if authorization_request.application:
        application = authorization_request.application.key
    else:
        application = ""
    fields = dict(pairs(request.query))
    find = fields.get(FIND, "")
    listed = people(backend, request, find, patient)
    personas = "".join(_person(persona, name, patient) for persona, name in listed.shown)
    if scenario.text != "plan":
        written = {scenario.text: f"{scenario.text}: as it is set"}
    else:
        written = {"default": "the plan"}
    written |= {_example(row): f"{row.name}: {row.about.replace('`', '')}" for row in PRESETS.values()}
    scenarios = "".join(f'<option value="{escape(text)}">{escape(about)}</option>' for text, about in written.items())
    if find or len(backend.personas) > MOST_SHOWN:
        search = _search(fields, find, listed.found)
    else:
        search = ""
    inside = _FORM.format(
        search=search,
        application=escape(application),
        user=escape(authorization_request.external_id) or "(not named)",
        scope=escape(" ".join(authorization_request.scope)),
        action=escape(f"?{request.query}"),
        personas=personas,
        scenarios=scenarios,
        back=escape(origin(authorization_request.redirect_uri) or ""),
    )
    return _page(200, inside, f"'self' {_source(authorization_request.redirect_uri)}")


def _person(persona: Persona, name: str, chosen: str) -> str:
    if name and name != persona.name:
        called = f" <i>{escape(name)}</i>"
    else:
        called = ""
    return _PERSONA.format(
        name=escape(persona.name),
        called=called,
        about=escape(persona.about or f"Patient/{persona.patient}"),
        checked=" checked" if persona.patient == chosen else "",
    )


def _search(fields: Mapping[str, str], find: str, found: int) -> str:
    """Return the form in which a person looks for somebody, and how many there are; the rest of the request stays."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
        if name != FIND
    )
    if not find:
        said = f"{found} people"
    elif found:
        said = f"{found} found"
    else:
        said = "nobody found"
    return _SEARCH.format(hidden=hidden, find=escape(find), name=FIND, said=said, longest=LONGEST)


def refuse(status: int, text: str) -> Response:
    """Return the page for a request that cannot be sent back to where it came from."""
    return _page(status, _REFUSED.format(text=escape(text)), "'none'")


def _source(address: str) -> str:
    """Return an address as a source of a policy, which has no word for IPv6: http://www.w3.org/TR/CSP3/#host-part."""
    back = origin(address) or "'none'"
    if "[" in back:
        return back.partition("//")[0]
    return back


def _example(preset: Preset) -> str:
    """Return how a scenario is written, with a parameter if it needs one."""
    written = _PARAMETER.sub("", preset.forms.replace("\\", "").strip("`"))
    if written.endswith("ms"):
        number = "500"
    else:
        number = "5"
    return written.replace("<status>", "503").replace("<N>", number).replace("-Ns", f"-{number}s")


def _page(status: int, inside: str, form_action: str) -> Response:
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {form_action}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    headers: Headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    )
    return Response(status, headers, _PAGE.format(style=_STYLE, inside=inside).encode())


_STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6a7a; --line: #d9e0e7; --paper: #fff; --ground: #f2f5f8;
  --accent: #0b6e6e; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #9fb0c0; --line: #334251; --paper: #18212b;
  --ground: #10171e; --accent: #4fc3b8; --on-accent: #06211f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 34rem); align-content: center;
  justify-content: center; padding: 1.5rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 34rem; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
  padding: 2rem; box-shadow: 0 10px 40px rgb(0 0 0 / .07); }
h1 { margin: 0 0 .25rem; font-size: 1.35rem; line-height: 1.3; }
p { margin: 0 0 1rem; color: var(--soft); }
code { font: .9em ui-monospace, monospace; color: var(--ink); overflow-wrap: anywhere; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; min-width: 0; }
legend, .label { display: block; font-weight: 600; margin-bottom: .5rem; padding: 0; }
.people { display: grid; gap: .5rem; max-height: 19rem; overflow: auto; }
.people label { display: flex; gap: .75rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 10px;
  cursor: pointer; }
.people label:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.people small { display: block; color: var(--soft); }
.people i { font-style: normal; color: var(--soft); }
.search { margin-bottom: 1.25rem; }
.search small { font-weight: 400; color: var(--soft); }
input[type=search] { flex: 3; min-width: 0; padding: .6rem .7rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
input { accent-color: var(--accent); }
select { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 10px; margin-bottom: 1.5rem; }
.buttons { display: flex; gap: .75rem; }
button { flex: 1; padding: .7rem 1rem; font: inherit; font-weight: 600; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--line); background: none; color: inherit; }
button.allow { flex: 2; background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 1.25rem; font-size: .85rem; color: var(--soft); }
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Procedure Sandbox: consent</title>
<style>{style}</style>
</head>
<body>
<main>
{inside}
</main>
</body>
</html>
"""
_FORM = """<h1>Share health records?</h1>
<p><code>{application}</code> asks for the records of a patient, for its user <code>{user}</code>: {scope}.</p>
{search}<form method="post" action="{action}">
<fieldset>
<legend>Who are you?</legend>
<div class="people">
{personas}</div>
</fieldset>
<label class="label" for="scenario">What is to happen?</label>
<select id="scenario" name="sandbox_scenario">{scenarios}</select>
<div class="buttons">
<button class="allow" name="decision" value="allow">Agree</button>
<button name="decision" value="refuse">Refuse</button>
</div>
</form>
<footer>Nobody here is real: this is a sandbox. You go back to <code>{back}</code>.</footer>"""
_SEARCH = """<form method="get" class="search" role="search">{hidden}
<label class="label" for="find">Look for somebody <small>({said})</small></label>
<div class="buttons"><input id="find" type="search" name="{name}" value="{find}" maxlength="{longest}"
 placeholder="name or id" autocomplete="off"><button>Find</button></div>
</form>
"""
_PERSONA = """<label><input type="radio" name="sandbox_patient" value="{name}"{checked}><span><b>{name}</b>{called}
<small>{about}</small></span></label>
"""
_REFUSED = """<h1>This cannot be asked</h1>
<p>{text}</p>
<footer>You were not sent back, because the address to go back to cannot be trusted, or the request is meant for
the sandbox itself.</footer>"""
