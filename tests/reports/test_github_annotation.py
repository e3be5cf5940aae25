"""How is something said to GitHub?"""

from sandbox.reports.github_annotation import annotation


def test_an_annotation_is_one_line_with_its_marks_escaped() -> None:
    """Per cent and line ends in the text; colon and comma in properties as well."""
    said = annotation("warning", "50%,\r\n:done", title="a: b, c", line=3)

    assert "::warning title=a%3A b%2C c,line=3::50%25,%0D%0A:done" == said
