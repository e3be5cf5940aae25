"""What can a README show of a run of `certify`? A badge: an SVG of two fields, the suite and how it went."""

from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.markup import escaped
from sandbox.reports.run_summary import WORDS

_HEIGHT = 20
_PADDING = 8
_LABEL = "#4b5563"
# Result -> the colour of its field; white letters on each have a contrast of 4.5 at least.
_COLOURS = {"pass": "#0f7a4d", "fail": "#c81e1e", "inconclusive": "#9a5b00", "not-exercised": "#6b7280"}
# Letters of 11 pixels that are not 6.6 pixels wide.
_WIDTHS = dict.fromkeys("iljt.,:'|!/ ()fI", 3.8) | dict.fromkeys("mwMW", 10.0)


def badge(run: CertifyRun) -> str:
    """Return the text of an SVG document: `certify retry | 26 of 27 pass`."""
    passed = sum(row.result == "pass" for row in run.rows)
    label, said = f"certify {run.suite}", f"{passed} of {len(run.rows)} pass"
    if run.result == "pass":
        said = f"{passed} pass"
    elif run.missing and passed == len(run.rows):
        said = f"{passed} pass, {len(run.missing)} never met"
    left, right = _width(label), _width(said)
    title = escaped(f"{label}: {said} ({WORDS[run.result]})")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" '
        f'aria-label="{title}">\n<title>{title}</title>\n'
        f'<clipPath id="round"><rect width="{left + right}" height="{_HEIGHT}" rx="4"/></clipPath>\n'
        f'<g clip-path="url(#round)"><rect width="{left}" height="{_HEIGHT}" fill="{_LABEL}"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{_COLOURS[run.result]}"/></g>\n'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">'
        f"{_text(label, 0, left)}{_text(said, left, right)}</g>\n</svg>\n"
    )


def _width(text: str) -> int:
    return round(sum(_WIDTHS.get(letter, 6.6) for letter in text)) + 2 * _PADDING


def _text(said: str, begin: int, width: int) -> str:
    """Return a text in the middle of its field, drawn as wide as was counted, whatever font there is."""
    return (
        f'<text x="{begin + width / 2:g}" y="14" textLength="{width - 2 * _PADDING}" '
        f'lengthAdjust="spacingAndGlyphs">{escaped(said)}</text>'
    )
