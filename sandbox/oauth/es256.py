"""How is a token signed? As an ES256 JWT, with a key that follows from the seed, and with no random number (RFC 6979).

This is the only file that knows cryptography. It is imported when the first token is signed: a server that signs none
starts without it.
"""

from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from jwt import PyJWS, PyJWTError
from jwt.algorithms import ECAlgorithm
from jwt.utils import der_to_raw_signature

ALGORITHM = "ES256"
# The order of the curve P-256, less one: private keys are 1 to this.
_LARGEST_KEY = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550


class DeterministicEs256(ECAlgorithm):
    """ES256 that gives the same signature for the same words."""

    def sign(self, msg: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
        """Return the raw signature."""
        der = key.sign(msg, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return der_to_raw_signature(der, key.curve)


class Es256Signer:
    """Signs claims with the key that follows from *entropy*, 32 or more hexadecimal digits."""

    def __init__(self, entropy: str) -> None:
        self._key = ec.derive_private_key(int(entropy, 16) % _LARGEST_KEY + 1, ec.SECP256R1())
        self._kid = entropy[:16]
        self._jws = PyJWS(algorithms=[])
        self._jws.register_algorithm(ALGORITHM, DeterministicEs256(ECAlgorithm.SHA256))

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the JWT of the claims."""
        return self._jws.encode(orjson.dumps(claims), self._key, ALGORITHM, headers={"kid": self._kid})

    def verifies(self, token: str) -> bool:
        """Return whether a token is a JWT that was signed with this key."""
        try:
            self._jws.decode(token, self._key.public_key(), algorithms=[ALGORITHM])
        except PyJWTError:
            return False
        return True

    @property
    def jwks(self) -> dict[str, Any]:
        """The public key, as a JSON Web Key Set."""
        public = ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "use": "sig", "alg": ALGORITHM, "kid": self._kid}]}
