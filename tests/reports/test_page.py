"""A page that stands alone: what its policy permits is just the style that is in it."""

import re
from base64 import b64encode
from hashlib import sha256

from sandbox.reports.page import page
from tests.reports.made import HOSTILE


def test_its_policy_permits_its_own_style_and_nothing_else() -> None:
    """No script, no picture, no font, from nowhere."""
    written = page("Title", "<p>body</p>")
    (style,) = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', written)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" == policy
    assert "url(" not in style
    assert "@import" not in style


def test_a_title_is_text() -> None:
    """Whatever it is."""
    assert "<script" not in page(HOSTILE, "")
