"""What does an entry of a transaction or batch ask for? To create or to update the resource that it brings; no more.

http://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request
"""

# tested by: tests/loading/test_bundle.py

from typing import Any

from sandbox.fhir.resource_types import ID
from sandbox.suggest import did_you_mean

ASKING = ("batch", "transaction")  # the types of Bundles whose entries ask for something
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")


def put_id(entry: dict[str, Any]) -> str:
    """Return the id that an entry updates, "" if it names none; a ValueError says what is wrong with its request.

    Where there is no request at all, the entry is taken as one that brings its resource, as in files of exports.
    """
    request, resource = entry.get("request"), entry.get("resource")
    if request is None:
        return ""
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        raise ValueError('entry.request must be an object such as {"method": "PUT", "url": "Procedure/1"}')
    method, url = request["method"], request.get("url", "")
    _check_method(method, url)
    if not isinstance(resource, dict):
        raise ValueError(f"a {method} entry must bring a resource")
    if not isinstance(url, str):
        raise ValueError(f"entry.request.url must be a string such as {_own(resource, method)!r}")
    return _addressed(method, url, resource)


def _check_method(method: str, url: object) -> None:
    """Raise ValueError for what changes nothing that could be loaded, or is no change at all."""
    if method in {"POST", "PUT"}:
        return
    asked = f"{method} {url}".rstrip()
    if method == "DELETE":
        text = "nothing is deleted by a Bundle: leave the entry out, and ask for DELETE /_sandbox/resources/{type}/{id}"
        raise ValueError(f"{asked}: {text}")
    if method in _METHODS:
        raise ValueError(f"{asked}: an entry brings a resource by POST or PUT, and nothing else is done here")
    raise ValueError(f"{asked}: {method!r} is not a method of FHIR.{did_you_mean(method, _METHODS)}")


def _addressed(method: str, url: str, resource: dict[str, Any]) -> str:
    """Return the id in the address of a request, "" if there is none; raises ValueError if the resource has another."""
    path, search, _ = url.partition("?")
    *base, last = [word for word in path.split("/") if word] or [""]
    type_, own = resource.get("resourceType"), resource.get("id")
    if method == "PUT" and not search:
        if not base or base[-1] != type_ or not ID.fullmatch(last) or own not in {None, last}:
            raise ValueError(f"PUT {url}: the resource is {_named(resource)}, so right would be PUT {_own(resource)}")
        return last
    if last not in {type_, ""}:
        raise ValueError(f"{method} {url}: the resource is a {type_}, so right would be {method} {type_}")
    if method == "PUT" and not last:
        raise ValueError(f"PUT without an address: right would be PUT {_own(resource)}")
    return ""


def _named(resource: dict[str, Any]) -> str:
    if resource.get("id") is None:
        return f"a {resource.get('resourceType')}"
    return f"{resource.get('resourceType')}/{resource['id']}"


def _own(resource: dict[str, Any], method: str = "PUT") -> str:
    """Return the address that would be right for a resource."""
    type_ = resource.get("resourceType")
    if method == "POST":
        return f"{type_}"
    return f"{type_}/{resource.get('id', '{id}')}"
