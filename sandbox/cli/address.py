"""Where does the sandbox listen? The address that commands ask which talk to a running server."""

import os

from sandbox.settings import SETTINGS

# http://host[:port][/path], the host also as an IPv6 address in brackets
ADDRESS = r"https?://([^\s/:\[\]]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/\S*)?"


def default_address() -> str:
    """Return the address of a server on this machine, on the port of the environment or the default one."""
    port = os.environ.get(SETTINGS["port"].variable, SETTINGS["port"].default)
    return f"http://127.0.0.1:{port}"
