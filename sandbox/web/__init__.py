"""HTTP as such: how requests are read and responses written. It knows no API and no backend."""

from sandbox.web.aiohttp_server import AiohttpServer

__all__ = ["AiohttpServer"]
