"""Does `procedure-sandbox generate` do what it says, and say what it cannot do?"""

import re
from pathlib import Path

import pytest

from tests.cli.command import run, serving


def test_what_it_made_is_counted_and_timed(tmp_path: Path) -> None:
    """The last line says how many, where, and how fast; stdout stays empty."""
    ended = run("generate", "--patients", "3", "--seed", "2", "--out", str(tmp_path / "new" / "er"))

    assert (0, "") == (ended.returncode, ended.stdout)
    assert re.fullmatch(
        r"3 patients, \d+ Procedures, \d+ resources in .*new/er: \d+\.\d s, [\d,]+ Procedures per second\n",
        ended.stderr,
    )


def test_what_it_made_is_served(tmp_path: Path) -> None:
    """The way from a seed to an answer."""
    assert 0 == run("generate", "--patients", "2", "--edge-cases", "--out", str(tmp_path / "made")).returncode
    with serving(tmp_path, "--fixtures", str(tmp_path / "made")) as server:
        answer = server.get("/fhir/Procedure?_summary=count", "aat_test_ready")

    assert answer.json()["total"] >= 26


def test_the_personas_come_with_their_names(tmp_path: Path) -> None:
    """`--personas` writes personas.json too, and may write over what is there."""
    for _ in range(2):
        assert 0 == run("generate", "--personas", "--out", str(tmp_path)).returncode

    assert (tmp_path / "personas.json").read_text().startswith('[\n  {"name":"ada","patient":"ada-lovell"')


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    """What lies there would be served as well."""
    (tmp_path / "Patient.ndjson").write_text("{}")
    ended = run("generate", "--patients", "1", "--out", str(tmp_path))

    assert 2 == ended.returncode
    assert f"procedure-sandbox: {tmp_path} is not empty; what is there would be served as well\n" == ended.stderr


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "file").touch()
    ended = run("generate", "--patients", "1", "--out", str(tmp_path / "file" / "deeper"))

    assert (2, True) == (ended.returncode, "cannot write to" in ended.stderr)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--patients", "0"], "must be a whole number from 1 to 10000000, not '0'"),
        (["--patients", "many"], "not 'many'"),
        (["--patients", "1", "--shard", "3/2"], "must be such as 3/8, not '3/2'"),
        (["--patients", "1", "--format", "xml"], "--format must be one of ndjson, bundle, not 'xml'"),
        (["--patients", "1", "--personas"], "not allowed with"),
        ([], "one of the arguments --patients --personas is required"),
        (["--patients", "1", "--sede", "4"], 'Did you mean "--seed"?'),
    ],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, words: list[str], said: str) -> None:
    """Exit code 2, a word on why, and nothing is written."""
    ended = run("generate", "--out", str(tmp_path / "x"), *words)

    assert (2, False) == (ended.returncode, (tmp_path / "x").exists())
    assert said in ended.stderr


def test_without_the_extra_it_says_what_is_missing(tmp_path: Path) -> None:
    """What makes the names belongs to an extra; who lacks it learns how to get it."""
    (tmp_path / "faker.py").write_text("raise ModuleNotFoundError('no', name='faker')")
    ended = run("generate", "--patients", "1", "--out", str(tmp_path / "x"), PYTHONPATH=str(tmp_path))

    assert 2 == ended.returncode
    assert "pip install '.[data]'" in ended.stderr
    assert "faker is missing" in ended.stderr
