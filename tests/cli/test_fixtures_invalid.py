"""What is said of fixtures that cannot be served? Exit 4, and a list of every fault with its place."""

from pathlib import Path

from tests.cli.command import run

ADA = '{"resourceType":"Patient","id":"ada"}'


def test_every_fault_is_listed_with_file_and_line(tmp_path: Path) -> None:
    """The list can be clicked through in an editor; nothing claims to be ready."""
    a, b = tmp_path / "a.ndjson", tmp_path / "b.json"
    a.write_text(f"{ADA}\n\nnonsense\n{{}}\n")
    b.write_text(
        '{"resourceType":"Bundle","type":"batch","entry":[{},{"resource":{"resourceType":"Procedur","id":"1"}}]}'
    )
    ended = run("serve", "--port", "0", "--fixtures", str(a), "--fixtures", str(b))
    *faults, last = ended.stderr.splitlines()

    assert (4, "") == (ended.returncode, ended.stdout)
    assert faults[0].startswith(f"{a}:3: not JSON: ")
    assert [
        f"{a}:4: no resourceType",
        f"{b}:1 entry 2: 'Procedur' is not a resource type of FHIR R4. Did you mean \"Procedure\"?",
    ] == faults[1:]
    assert "procedure-sandbox: 3 faults in the fixtures" == last


def test_faults_of_one_kind_are_one_line(tmp_path: Path) -> None:
    """A wrong file of a million lines does not fill the terminal; the sum is told."""
    file = tmp_path / "a.ndjson"
    file.write_text("{}\n" * 250)
    ended = run("serve", "--port", "0", "--fixtures", str(file))

    assert 4 == ended.returncode
    assert [
        f"{file}:1: no resourceType (and 249 more like it)",
        "procedure-sandbox: 250 faults in the fixtures",
    ] == ended.stderr.splitlines()


def test_a_flood_of_kinds_is_cut(tmp_path: Path) -> None:
    """Words that are no types are as many kinds of faults."""
    file = tmp_path / "a.ndjson"
    file.write_text("\n".join(f'{{"resourceType":"Patient","id":"{word}","meta":{word}}}' for word in _words(250)))
    ended = run("serve", "--port", "0", "--fixtures", str(file))

    assert 4 == ended.returncode
    assert "procedure-sandbox: 250 faults in the fixtures" == ended.stderr.splitlines()[-1].partition(",")[0]
    assert len(ended.stderr.splitlines()) <= 101


def _words(number: int) -> list[str]:
    """Return words without digits, all different, that are not JSON."""
    letters = "abcdefghij"
    return ["".join(letters[int(digit)] for digit in f"{at:04d}") for at in range(number)]


def test_a_date_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    """A value that a search could never find is named before it is missed: resource, parameter, file and line."""
    file = tmp_path / "a.ndjson"
    procedure = '{"resourceType":"Procedure","id":"p","performedDateTime":"yesterday"}'
    file.write_text(f"{ADA}\n{procedure}\n")
    ended = run("serve", "--port", "0", "--fixtures", str(file))

    assert (4, "") == (ended.returncode, ended.stdout)
    assert ended.stderr.splitlines()[0].startswith(f"{file}:2: Procedure/p, date: ")
    assert "procedure-sandbox: 1 fault in the fixtures" == ended.stderr.splitlines()[-1]


def test_fixtures_that_are_not_there_are_a_fault(tmp_path: Path) -> None:
    """A mistyped path does not start the server with the built-in patients."""
    missing = tmp_path / "missing"
    ended = run("serve", "--port", "0", SANDBOX_FIXTURES=str(missing))

    assert (4, "") == (ended.returncode, ended.stdout)
    assert ended.stderr.startswith(str(missing))
    assert "not there" in ended.stderr
