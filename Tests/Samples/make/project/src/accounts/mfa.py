"""Time-based one-time passwords (RFC 6238), six digits, thirty seconds."""

import hashlib
import hmac
import struct

STEP = 30


def code_at(secret: bytes, now: int) -> str:
    digest = hmac.new(secret, struct.pack(">Q", now // STEP), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def accepts(secret: bytes, code: str, now: int, last_step: int = -1) -> int | None:
    """The step whose code was given, or None; a step is accepted once, with one step of drift."""
    for step in (now // STEP, now // STEP - 1):
        if step > last_step and hmac.compare_digest(code_at(secret, step * STEP), code):
            return step
    return None
