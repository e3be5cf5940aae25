"""Loading: from fixture files to a Store, or to a list of everything that is wrong with them."""

from sandbox.loading.built_in import built_in_fixtures
from sandbox.loading.collector import Duplicates
from sandbox.loading.documents import FileLocation, LoadingFault
from sandbox.loading.loader import FixturesInvalid, Loaded, load, receive
from sandbox.loading.personas import Persona
from sandbox.loading.summary import summary

__all__ = [
    "Duplicates",
    "FileLocation",
    "FixturesInvalid",
    "Loaded",
    "LoadingFault",
    "Persona",
    "built_in_fixtures",
    "load",
    "receive",
    "summary",
]
