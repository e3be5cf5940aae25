"""Who is who among the patients? What `personas.json` may say, and what holds without it."""

from collections.abc import Callable

import pytest

from sandbox.loading import Persona
from sandbox.loading.loader import Loaded

LoadFiles = Callable[[dict[str, str | bytes]], Loaded]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

PATIENTS = "\n".join(f'{{"resourceType":"Patient","id":"{name}"}}' for name in ("p1", "p2"))
ROW = '{"name", "patient", "about"}'


def test_personas_come_in_the_order_of_their_file(load_files: LoadFiles) -> None:
    """The first persona is who a token means that names nobody."""
    rows = '[{"name":"zoe","patient":"p2","about":"Z"},{"name":"ada","patient":"p1","about":""}]'

    assert (Persona("zoe", "p2", "Z"), Persona("ada", "p1", "")) == (
        load_files({"a.ndjson": PATIENTS, "personas.json": rows}).personas
    )


@pytest.mark.parametrize("rows", [None, "[]"])
def test_without_personas_every_patient_is_one(load_files: LoadFiles, rows: str | None) -> None:
    """A user's own fixtures need no such file: the names are the ids."""
    files: dict[str, str | bytes] = {"a.ndjson": PATIENTS}
    if rows is not None:
        files["personas.json"] = rows

    assert (Persona("p1", "p1", ""), Persona("p2", "p2", "")) == load_files(files).personas


def test_without_patients_there_are_no_personas(load_files: LoadFiles) -> None:
    """Fixtures may hold no Patient at all."""
    assert () == load_files({"a.ndjson": '{"resourceType":"Organization","id":"o"}'}).personas


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("null", f"is null, and must be a list of {ROW}"),
        ("7", f"is a number, and must be a list of {ROW}"),
        ('{"name":"ada","patient":"p1","about":""}', f"is an object, and must be a list of {ROW}"),
        ('["ada"]', f"row 1: is a text, and must be {ROW}"),
        ('[{"name":"ada"}]', f'row 1: has no "patient" and "about", and must be {ROW}'),
        (
            '[{"name":"ada","Patient":"p1","about":""}]',
            f'row 1: has no "patient", and must be {ROW} (it has "Patient")',
        ),
        ('[{"name":"ada","patient":"p1","about":"","token":"x"}]', f'row 1: has "token", and must be {ROW} alone'),
        ('[{"name":7,"patient":"p1","about":""}]', 'row 1: "name" is a number, and must be a text'),
        ('[{"name":"ada","patient":["p1"],"about":""}]', 'row 1: "patient" is a list, and must be a text'),
        ('[{"name":"ada","patient":"p1","about":null}]', 'row 1: "about" is null, and must be a text'),
        ('[{"name":"ada","patient":"p1","about":""},3]', f"row 2: is a number, and must be {ROW}"),
        ('[{"name":"ada","patient":"Patient/p1","about":""}]', "row 1: persona 'ada': patient is an id: write 'p1'"),
    ],
)
def test_a_file_of_another_shape_is_a_fault(faults_of: FaultsOf, rows: str, says: str) -> None:
    """The message names the row, what is wrong with it, and what it has to be."""
    assert [f"personas.json:1: {says}"] == faults_of({"a.ndjson": PATIENTS, "personas.json": rows})


@pytest.mark.parametrize(
    ("rows", "line"), [(b"", 1), (b"{", 1), (b"[\n{,}]", 2), ("[]".encode("utf-16"), 1), (b"[" * 2000 + b"]" * 2000, 1)]
)
def test_what_is_not_json_is_a_fault(faults_of: FaultsOf, rows: bytes, line: int) -> None:
    """With the line at which it ends to be."""
    (fault,) = faults_of({"a.ndjson": PATIENTS, "personas.json": rows})

    assert fault.startswith(f"personas.json:{line}: not JSON: ")
    assert fault.endswith(f", and must be a list of {ROW}")


def test_the_faults_of_all_rows_are_told(faults_of: FaultsOf) -> None:
    """So that a file is mended at once."""
    rows = '[3,{"name":"a b","patient":"p9","about":""}]'
    number, name, patient = faults_of({"a.ndjson": PATIENTS, "personas.json": rows})

    assert "row 1: is a number" in number
    assert "row 2: persona 'a b': a token cannot spell this name" in name
    assert "row 2: persona 'a b': there is no Patient/p9" in patient


def test_a_persona_without_patient_is_a_fault(faults_of: FaultsOf) -> None:
    """Each persona names a Patient among the fixtures, wherever in the files it stands."""
    rows = '[{"name":"ada","patient":"p1","about":""},{"name":"bob","patient":"p9","about":""}]'

    assert ["personas.json:1: row 2: persona 'bob': there is no Patient/p9"] == faults_of(
        {"personas.json": rows, "z.ndjson": PATIENTS}
    )


def test_a_fault_of_one_file_is_not_told_of_another(faults_of: FaultsOf) -> None:
    """Of two folders with personas, the one at fault is named, once."""
    good, bad = '[{"name":"ada","patient":"p1","about":""}]', '[{"name":"bob","patient":"p9","about":""}]'

    assert ["a/personas.json:1: row 1: persona 'bob': there is no Patient/p9"] == faults_of(
        {"a.ndjson": PATIENTS, "a/personas.json": bad, "b/personas.json": good}
    )


def test_a_name_that_is_given_twice_is_a_fault(faults_of: FaultsOf) -> None:
    """A token that says a name has to mean one patient."""
    rows = '[{"name":"ada","patient":"p1","about":""},{"name":"ada","patient":"p2","about":""}]'

    assert 1 == len(faults_of({"a.ndjson": PATIENTS, "personas.json": rows}))


def test_a_byte_order_mark_means_nothing(load_files: LoadFiles) -> None:
    """Windows editors write one here as well."""
    rows = '\ufeff[{"name":"ada","patient":"p1","about":""}]'

    assert (Persona("ada", "p1", ""),) == load_files({"a.ndjson": PATIENTS, "personas.json": rows}).personas


@pytest.mark.parametrize("name", ["", "ada~x", "ada lovelace", "a/b", "adä", "a" * 65])
def test_a_name_has_to_fit_a_token(faults_of: FaultsOf, name: str) -> None:
    """What a token cannot spell could never be asked for."""
    rows = f'[{{"name":"{name}","patient":"p1","about":""}}]'

    right = "write 1 to 64 letters, digits, '.', '_' and '-'"
    says = f"personas.json:1: row 1: persona {name!r}: a token cannot spell this name: {right}"

    assert [says] == faults_of({"a.ndjson": PATIENTS, "personas.json": rows})
