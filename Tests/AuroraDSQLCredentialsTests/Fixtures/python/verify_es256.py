"""Verifies an ES256 JSON Web Token with the key in its own header, by arithmetic alone.

{"token": text} on standard input; {"header", "claims", "valid"} on standard output.
"""

import base64
import hashlib
import json
import sys

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(one, two):
    if one is None:
        return two
    if two is None:
        return one
    if one[0] == two[0]:
        if (one[1] + two[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, P) % P
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def multiply(point, factor):
    result = None
    while factor:
        if factor & 1:
            result = add(result, point)
        point = add(point, point)
        factor >>= 1
    return result


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main():
    head, body, tail = json.load(sys.stdin)["token"].split(".")
    header = json.loads(decoded(head))
    key = tuple(int.from_bytes(decoded(header["jwk"][name]), "big") for name in ("x", "y"))
    signature = decoded(tail)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    digest = int.from_bytes(hashlib.sha256(f"{head}.{body}".encode()).digest(), "big")
    on_curve = (key[1] ** 2 - key[0] ** 3 + 3 * key[0] - B) % P == 0
    valid = on_curve and len(signature) == 64 and 0 < r < N and 0 < s < N
    if valid:
        inverse = pow(s, -1, N)
        point = add(multiply(G, digest * inverse % N), multiply(key, r * inverse % N))
        valid = point is not None and point[0] % N == r
    json.dump({"header": header, "claims": json.loads(decoded(body)), "valid": valid}, sys.stdout)


main()
