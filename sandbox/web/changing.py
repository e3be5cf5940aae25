"""How are resources added and deleted while the server runs? Through the steering door, never through /fhir."""

from typing import Any

from sandbox.loading import FixturesInvalid
from sandbox.problem import Kind, Problem
from sandbox.web.body import check_media, read_object
from sandbox.web.exchange import Asked
from sandbox.world import World

_FAULTS_SHOWN = 100


class Invalid(Problem):
    """Resources that cannot be held; `faults` say why, one by one."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(Kind.INVALID, f"Nothing was changed, for there is a fault: {faults[0]}")
        self.faults = faults


def add(world: World, asked: Asked) -> dict[str, Any]:
    """Add or replace a FHIR resource, or those of a Bundle: all of them, or none."""
    check_media(asked)
    read_object(asked)
    try:
        added = world.holdings.add(asked.body, world.now())
    except FixturesInvalid as error:
        raise Invalid([str(fault) for fault in error.faults[:_FAULTS_SHOWN]]) from None
    return {"ids": [f"{one.type}/{one.id}" for one in added]}


def delete(world: World, _asked: Asked, *segments: str) -> dict[str, Any]:
    """Delete a resource; who reads it after that gets 410."""
    type_, id_ = segments
    world.holdings.remove(type_, id_)
    return {"deleted": f"{type_}/{id_}"}
