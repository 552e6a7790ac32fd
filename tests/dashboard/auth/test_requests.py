"""The form of requests, by itself."""

import pytest

from dashboard.auth.requests import csrf_token, depth, is_vouched


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"", 0),
        (b"1", 0),
        (b"{}", 1),
        (b'{"a": [[], {}]}', 3),
        (b'{"a": "[[[[\\"{{{"}', 1),
        (b'["\\\\", [1]]', 2),
        (b'"[[[', 0),
        (b"[" * 20_000, 20_000),
        (b"]" * 9 + b"[", 0),
        (b'"' + b"\\" * 100_000, 0),
    ],
)
def test_the_depth_of_json_is_told_without_reading_it(body: bytes, deep: int) -> None:
    assert depth(body) == deep


def test_only_the_own_session_vouches() -> None:
    token = csrf_token("session", "secret")
    assert is_vouched(token, "session", "secret")
    of_others = (csrf_token("other", "secret"), csrf_token("session", "x"))
    for given in (None, "", "ü", token[:-1], *of_others):
        assert not is_vouched(given, "session", "secret")
