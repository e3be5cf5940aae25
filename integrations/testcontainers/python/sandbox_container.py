"""A sandbox in a container, for a test in Python: `pip install testcontainers`, and SANDBOX_IMAGE as you built it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

FIXTURES = Path("fixtures").resolve()
IMAGE = os.environ.get("SANDBOX_IMAGE", "procedure-sandbox")


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """Serve for as long as the tests run: the folder `fixtures`, or the built-in patients where there is none."""
    ready = HttpWaitStrategy(12429, "/_sandbox/health?ready")
    container = DockerContainer(IMAGE).with_exposed_ports(12429).waiting_for(ready)
    if FIXTURES.is_dir():
        container.with_volume_mapping(str(FIXTURES), "/fixtures", "ro").with_env("SANDBOX_FIXTURES", "/fixtures")
    with container:
        yield f"http://{container.get_container_host_ip()}:{container.get_exposed_port(12429)}"
