"""What may become markup, and what XML cannot hold."""

from xml.etree.ElementTree import fromstring

import pytest

from sandbox.reports.markup import escaped, printable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, ünïcode \U0001f600\n\tnext", "plain, ünïcode \U0001f600\n\tnext"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("bell\x07, null\x00, half \ud800, none \uffff", "bell\ufffd, null\ufffd, half \ufffd, none \ufffd"),
    ],
)
def test_what_xml_cannot_hold_goes(text: str, expected: str) -> None:
    """Colours of a terminal vanish; other control characters are replaced."""
    assert expected == printable(text)


def test_escaped_text_is_text_again() -> None:
    """Between tags, and in an attribute with either kind of quotes."""
    hostile = "<script>alert(1)</script> & \"double\" 'single' ]]>\x00"
    root = fromstring(f"<a b=\"{escaped(hostile)}\" c='{escaped(hostile)}'>{escaped(hostile)}</a>")  # noqa: S314 - our own

    assert {hostile.replace("\x00", "\ufffd")} == {root.text, root.get("b"), root.get("c")}
