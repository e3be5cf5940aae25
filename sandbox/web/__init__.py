"""The doors: thin translators from HTTP to questions to the world."""

from sandbox.web.wire import AiohttpServer

__all__ = ["AiohttpServer"]
