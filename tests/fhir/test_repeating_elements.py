"""Is it right what is said of elements that repeat? The models of R4 know it, element by element."""

import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

import pytest

from sandbox.fhir.repeating_elements import REPEATING
from sandbox.loading.shape import Shape, shape_of
from sandbox.search.parameters import SEARCH_PARAMETERS

WITHIN_DATATYPES = {"coding"}  # what the shape of a datatype says itself


def element(annotation: Any) -> tuple[Any, bool]:
    """Return the type of an element of a model, and whether it repeats."""
    repeats = False
    while origin := typing.get_origin(annotation):
        if origin is list:
            repeats = True
        annotation = next(inner for inner in typing.get_args(annotation) if inner is not type(None))
        if origin not in {typing.Union, UnionType, typing.Annotated, list}:
            break
    return annotation, repeats


def repeating(model: Any, shape: Shape, models: Any, start: str = "") -> Iterator[str]:
    """Yield the paths of a shape that repeat in a model."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for name in shape.inner.keys() & fields.keys() - WITHIN_DATATYPES:
        type_, repeats = element(fields[name].annotation)
        if repeats:
            yield start + name
        if inner := model_of(type_, models):
            yield from repeating(inner, shape.inner[name], models, f"{start}{name}.")


def model_of(type_: Any, models: Any) -> Any:
    """Return the model of a type that has elements itself, None of another."""
    if hasattr(type_, "model_fields"):
        return type_
    try:
        return models.get_fhir_model_class(type_.__name__.removesuffix("Type"))
    except ValueError:
        return None


@pytest.mark.parametrize("type_", SEARCH_PARAMETERS)
def test_the_table_says_what_the_models_say(type_: str) -> None:
    """Of all elements that a search parameter leads to or past."""
    models = pytest.importorskip("fhir.resources.R4B")
    found = repeating(models.get_fhir_model_class(type_), shape_of(type_), models)

    assert set(found) == REPEATING[type_]


def test_the_table_has_no_other_types() -> None:
    """A type without parameters of its own has what every resource has."""
    own = {type_ for type_, paths in REPEATING.items() if paths != REPEATING["Basic"]}

    assert own <= SEARCH_PARAMETERS.keys()
