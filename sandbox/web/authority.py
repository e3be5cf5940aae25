"""How are a host and a port written in an address? As RFC 3986, 3.2 has it: an IPv6 address goes in brackets."""

# tested by: tests/test_server.py, tests/cli/test_serve.py, tests/web/test_aiohttp_server.py


def authority(host: str, port: int) -> str:
    """Return `host:port`, as it stands in an address and in the header Host."""
    if ":" in host:
        return f"[{host}]:{port}"
    return f"{host}:{port}"
