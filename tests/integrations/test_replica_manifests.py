"""Are the manifests of the page on replicas what compose, Kubernetes, HAProxy and the store take, and the program?"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from sandbox import Sandbox
from sandbox.settings import SETTINGS, load
from tests.replicas.processes import HAPROXY, RedisProcess, needs

ROOT = Path(__file__).parents[2]
COMPOSE, KUBERNETES = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
DOCUMENTS = {document["kind"]: document for document in yaml.safe_load_all(KUBERNETES)}
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


def containers(text: str) -> Iterator[dict[str, Any]]:
    """Yield the containers of all that a manifest of Kubernetes deploys."""
    for document in yaml.safe_load_all(text):
        if document["kind"] in {"Deployment", "StatefulSet"}:
            yield from document["spec"]["template"]["spec"]["containers"]


def ours() -> list[dict[str, Any]]:
    """Return the containers of the sandbox: that of the page, and that of the file beside it."""
    file = (ROOT / "integrations" / "kubernetes.yaml").read_text(encoding="utf-8")
    return [one for text in (KUBERNETES, file) for one in containers(text) if "procedure-sandbox" in one["image"]]


def checked(module: str, file: Path, *options: str) -> None:
    """Let a checker of schemas read a file; what it says is the failure."""
    command = [sys.executable, "-m", module, *options, str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_both_have_the_shape_of_their_kind(tmp_path: Path) -> None:
    """By the schema of compose, and those of a release of Kubernetes."""
    compose, kubernetes = tmp_path / "compose.yaml", tmp_path / "kubernetes.yaml"
    compose.write_text(COMPOSE, encoding="utf-8")
    kubernetes.write_text(KUBERNETES, encoding="utf-8")

    checked("check_jsonschema", compose, "--builtin-schema", "vendor.compose-spec")
    checked("kubernetes_validate", kubernetes, "--strict")


def test_every_variable_is_a_setting_with_a_value_that_it_takes() -> None:
    """Of the page and of the files beside it; what refers to another variable stands for itself."""
    compose = yaml.safe_load((ROOT / "integrations" / "compose.yaml").read_text(encoding="utf-8"))
    found = [(one["name"], one["value"]) for container in ours() for one in container["env"]]
    for told in (compose, yaml.safe_load(COMPOSE)):
        found += told["services"]["sandbox"].get("environment", {}).items()
    by_variable = {row.variable: name for name, row in SETTINGS.items()}

    assert {"SANDBOX_STATE", "SANDBOX_TRUSTED_HOSTS"} <= {variable for variable, _ in found}
    for variable, value in found:
        assert variable in by_variable
        assert value in str(getattr(load({}, {variable: value}), by_variable[variable]))


@pytest.mark.parametrize("container", ours(), ids=["the page", "the file"])
def test_every_probe_is_answered(container: dict[str, Any]) -> None:
    """At the port where the program listens, by an address of a pod where no Host is said."""
    (port,) = container["ports"]
    assert SETTINGS["port"].default == port["containerPort"]
    probes = [container[name]["httpGet"] for name in PROBES if name in container]
    with Sandbox() as server:
        for probe in probes:
            assert probe["port"] in {port["containerPort"], port.get("name")}
            headers = {one["name"]: one["value"] for one in probe.get("httpHeaders", ())}
            assert 200 == httpx.get(f"{server.url}{probe['path']}", headers=headers).status_code
    assert len(probes) >= 2


def test_services_lead_to_what_is_deployed() -> None:
    """By the labels of the pods, at a port of theirs, under the names that the variables say."""
    services, pods = {}, {}
    for document in yaml.safe_load_all(KUBERNETES):
        spec = document["spec"]
        if document["kind"] == "Service":
            services[document["metadata"]["name"]] = (spec["selector"], spec["ports"][0]["port"])
        else:
            (container,) = spec["template"]["spec"]["containers"]
            labels, ports = spec["template"]["metadata"]["labels"], container["ports"]
            assert labels == spec["selector"]["matchLabels"]
            pods[document["metadata"]["name"]] = (labels, ports[0]["containerPort"])

    assert services == pods
    assert (
        2
        == DOCUMENTS["Deployment"]["spec"]["replicas"]
        == yaml.safe_load(COMPOSE)["services"]["sandbox"]["deploy"]["replicas"]
    )


@pytest.mark.parametrize("told", ["compose", "kubernetes"])
def test_the_store_takes_its_command_line(tmp_path: Path, told: str) -> None:
    """All options but the name of the program, which here is Redis."""
    if told == "compose":
        words = shlex.split(yaml.safe_load(COMPOSE)["services"]["state"]["command"])
    else:
        (words,) = (one["args"] for one in containers(KUBERNETES) if "valkey" in one["image"])
    with RedisProcess(tmp_path, *words[1:]) as store:
        policy = store.ask("CONFIG", "GET", "maxmemory-policy").splitlines()[1]

    assert ("valkey-server", "noeviction") == (words[0], policy)


def test_haproxy_takes_its_configuration(tmp_path: Path) -> None:
    """As HAProxy itself checks it; and what it asks of a replica is what that answers."""
    needs(HAPROXY)
    content = yaml.safe_load(COMPOSE)["configs"]["haproxy"]["content"]
    file = tmp_path / "haproxy.cfg"
    file.write_text(content, encoding="utf-8")
    done = subprocess.run([HAPROXY, "-c", "-f", str(file)], check=False, capture_output=True, text=True)
    (path,) = re.findall(r"httpchk GET (\S+)", content)
    with Sandbox() as server:
        status = httpx.get(f"{server.url}{path}").status_code

    assert 0 == done.returncode, done.stdout + done.stderr
    assert 200 == status
    assert f"sandbox:{SETTINGS['port'].default}" in content
