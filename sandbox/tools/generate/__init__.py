"""Generating: synthetic patients with episodes of care, from a seed. The only package that imports faker.

The running server never imports this package.
"""

from sandbox.tools.generate.fixtures import PERSONAS, fixture_batches
from sandbox.tools.generate.population import Batch, batches
from sandbox.tools.generate.recipe import Recipe
from sandbox.tools.generate.writing import FORMATS, write

__all__ = ["FORMATS", "PERSONAS", "Batch", "Recipe", "batches", "fixture_batches", "write"]
