"""How is a token signed? With a key that follows from the entropy, and the same way each time."""

import subprocess
import sys

import jwt
import pytest

from sandbox.oauth import JwtSigner

ONE, TWO = "0f" * 32, "a1" * 32
CLAIMS = {"jti": "1", "patient": "Patient/é"}


def test_the_same_words_have_the_same_signature() -> None:
    """Over two mints of the same entropy; another entropy has another key."""
    assert JwtSigner(ONE).sign(CLAIMS) == JwtSigner(ONE).sign(CLAIMS)
    assert JwtSigner(ONE).jwks == JwtSigner(ONE).jwks
    assert JwtSigner(ONE).jwks != JwtSigner(TWO).jwks


@pytest.mark.parametrize("entropy", [ONE, TWO, "0" * 64, "f" * 64, "0" * 32])
def test_every_entropy_makes_a_key_that_verifies(entropy: str) -> None:
    """The smallest and the largest, too."""
    jwt_signer = JwtSigner(entropy)
    key = jwt.PyJWKSet.from_dict(jwt_signer.jwks).keys[0]

    assert CLAIMS == jwt.decode(jwt_signer.sign(CLAIMS), key, algorithms=["ES256"])


def test_a_key_verifies_only_its_own_tokens() -> None:
    """That of another mint is refused."""
    key = jwt.PyJWKSet.from_dict(JwtSigner(TWO).jwks).keys[0]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(JwtSigner(ONE).sign(CLAIMS), key, algorithms=["ES256"])


def test_the_head_names_the_key() -> None:
    """The `kid` of the token is that of the key set."""
    jwt_signer = JwtSigner(ONE)

    assert jwt_signer.jwks["keys"][0]["kid"] == jwt.get_unverified_header(jwt_signer.sign(CLAIMS))["kid"]


def test_cryptography_is_learnt_late() -> None:
    """A world that mints nothing starts without it."""
    code = "import sys, sandbox.backend; sys.exit(bool(sys.modules.keys() & {'jwt', 'cryptography'}))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
