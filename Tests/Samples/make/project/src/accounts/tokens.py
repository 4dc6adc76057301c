"""Access tokens: compact JWS with HS256, fifteen minutes long."""

import base64
import hashlib
import hmac
import json

LIFETIME = 900


class InvalidToken(Exception):
    """The token is malformed, forged or past its end."""


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signature(message: str, key: bytes) -> str:
    return _encode(hmac.new(key, message.encode(), hashlib.sha256).digest())


def issue(subject: str, key: bytes, now: int) -> str:
    header = _encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = _encode(json.dumps({"sub": subject, "iat": now, "exp": now + LIFETIME}).encode())
    message = f"{header}.{claims}"
    return f"{message}.{_signature(message, key)}"


def subject_of(token: str, key: bytes, now: int) -> str:
    try:
        header, claims, signature = token.split(".")
        algorithm = json.loads(_decode(header))["alg"]
        body = json.loads(_decode(claims))
    except (ValueError, KeyError) as error:
        raise InvalidToken("malformed") from error
    if algorithm != "HS256":
        raise InvalidToken("algorithm")
    if not hmac.compare_digest(signature, _signature(f"{header}.{claims}", key)):
        raise InvalidToken("signature")
    if body["exp"] <= now:
        raise InvalidToken("expired")
    return body["sub"]
