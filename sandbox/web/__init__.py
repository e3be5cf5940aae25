"""The doors: thin translators from HTTP to questions to the world."""

from sandbox.web.aiohttp_server import AiohttpServer

__all__ = ["AiohttpServer"]
