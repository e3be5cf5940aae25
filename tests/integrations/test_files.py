"""Are the files that put the sandbox into CI, containers and clusters what their readers take? By their schemas."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from sandbox import Sandbox, __version__
from sandbox.settings import SETTINGS

ROOT = Path(__file__).parents[2]
KIT = ROOT / "integrations"

# file -> the schema that check-jsonschema has of it.
SCHEMAS = {
    "action.yml": "vendor.github-actions",
    ".github/workflows/check.yml": "vendor.github-workflows",
    ".github/workflows/release.yml": "vendor.github-workflows",
    "integrations/github-actions.yml": "vendor.github-workflows",
    "integrations/gitlab-ci.yml": "vendor.gitlab-ci",
    "integrations/compose.yaml": "vendor.compose-spec",
    "integrations/devcontainer/compose.yaml": "vendor.compose-spec",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_has_the_shape_of_its_kind(name: str) -> None:
    """GitHub, GitLab and compose publish schemas of their files."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[name], name]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stdout.removesuffix("ok -- validation done\n"))


def test_the_manifest_is_one_of_kubernetes() -> None:
    """Both documents, against the schemas of a release of Kubernetes."""
    command = [sys.executable, "-m", "kubernetes_validate", "--strict", str(KIT / "kubernetes.yaml")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert 0 == done.returncode, done.stdout + done.stderr


def test_the_probes_ask_what_the_server_answers() -> None:
    """Liveness, readiness and start each have a path of the admin API."""
    deployment, _service = yaml.safe_load_all((KIT / "kubernetes.yaml").read_text(encoding="utf-8"))
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    paths = {name: container[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}

    assert {
        "startupProbe": "/_sandbox/health?ready",
        "livenessProbe": "/_sandbox/health",
        "readinessProbe": "/_sandbox/health?ready",
    } == paths


def test_every_variable_is_a_setting() -> None:
    """A variable that the server does not know would be an error when it starts."""
    known = {row.variable for row in SETTINGS.values()} | {"SANDBOX_URL", "SANDBOX_IMAGE"}
    files = [ROOT / "action.yml", ROOT / "Dockerfile", *(path for path in KIT.rglob("*") if path.is_file())]
    named = {(word, path.name) for path in files for word in re.findall(r"SANDBOX_[A-Z_]+", path.read_text("utf-8"))}

    assert [] == [(word, name) for word, name in named if word not in known and word != "SANDBOX_STATE"]


def test_the_devcontainer_is_json_and_names_what_is_there() -> None:
    """Its compose files are relative to it, and it works in a service of theirs."""
    folder = KIT / "devcontainer"
    told = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    files = [folder / name for name in told["dockerComposeFile"]]

    assert all(file.is_file() for file in files)
    assert told["service"] in {name for file in files for name in yaml.safe_load(file.read_text("utf-8"))["services"]}


@pytest.mark.parametrize(("attempts", "own", "status"), [(4, 0, 1), (1, 0, 0), (1, 3, 3)])
def test_the_job_of_gitlab_fails_where_the_verdict_or_a_test_does(
    tmp_path: Path, attempts: int, own: int, status: int
) -> None:
    """Its script is run as a runner does it, with tests that ask again at once, that ask once, and that fail."""
    script = "\n".join(yaml.safe_load((KIT / "gitlab-ci.yml").read_text(encoding="utf-8"))["client"]["script"])
    tests = tmp_path / "run-tests.sh"
    tests.write_text(f"#!/bin/sh\nexit {own}\n", encoding="utf-8")
    tests.chmod(0o755)
    (tmp_path / "python").symlink_to(sys.executable)
    with Sandbox(scenario="syncing-3x") as server:
        session = server.session("syncing-3x")
        for _ in range(attempts):
            httpx.get(f"{session.fhir_url}/Procedure", headers={"Authorization": f"Bearer {session.token}"})
        environ = {"SANDBOX_URL": server.url, "ACCESS_TOKEN": session.token, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["/bin/bash", "-e", "-c", script],
            cwd=tmp_path, check=False, capture_output=True, text=True, env=os.environ | environ, timeout=60,
        )  # fmt: skip

    assert status == done.returncode, done.stdout + done.stderr
    assert ("R02 waited: After entry 1" in done.stdout) == (attempts > 1)


def test_the_action_leaves_the_client_its_python() -> None:
    """What earlier steps installed would be gone, if the sandbox's own became the first on the path."""
    setup, install, _certify = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]

    assert False is setup["with"]["update-environment"]
    assert install["env"] == {"PYTHON": "${{ steps.python.outputs.python-path }}"}
    assert '"$PYTHON" -m venv' in install["run"]


def test_the_snippet_in_python_can_be_read() -> None:
    """It is compiled, not run: there is no Docker here."""
    ast.parse((KIT / "testcontainers/python/sandbox_container.py").read_text(encoding="utf-8"))


def test_one_version_everywhere() -> None:
    """Package and changelog name it; the image is told by the release, which compares the tag with both."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog
    assert f":{__version__}" in (KIT / "kubernetes.yaml").read_text(encoding="utf-8")


def test_the_dependencies_of_the_image_are_locked() -> None:
    """Each extra that a build may ask for has a lock, and each line of it a hash."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        named = re.findall(r"^[a-z][\w.-]*==.*$", lock.read_text(encoding="utf-8"), re.MULTILINE)
        assert named, lock
        assert all(line.endswith("\\") for line in named), lock
