"""Password hashes: PBKDF2-HMAC-SHA256 with a salt of its own for each."""

import hashlib
import hmac
import os

ROUNDS = 60_000
MINIMUM_LENGTH = 12


def hash_password(password: str, salt: bytes | None = None) -> str:
    if len(password) < MINIMUM_LENGTH:
        raise ValueError(f"a password needs {MINIMUM_LENGTH} characters")
    salt = salt or os.urandom(16)
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    return f"pbkdf2${ROUNDS}${salt.hex()}${key.hex()}"


def verify_password(password: str, stored: str) -> bool:
    scheme, rounds, salt, key = stored.split("$")
    if scheme != "pbkdf2":
        return False
    found = hashlib.pbkdf2_hmac("sha256", password.encode(), bytes.fromhex(salt), int(rounds))
    return hmac.compare_digest(found.hex(), key)
