"""Who is at the other end, as far as the connection tells."""

import pytest

from dashboard.auth.caller import Caller, caller_of, seen_through
from data.settings import networks

PROXIES = networks("10.0.0.1, 10.1.0.0/16, fd00::/8")


def test_what_a_request_carries() -> None:
    headers = {"cookie": "lang=cs; session=abc", "authorization": "bearer  t1 "}
    assert caller_of("192.0.2.7", headers) == Caller("192.0.2.7", False, "abc", "t1")


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "Bearertoken", ""])
def test_another_way_to_prove_it_is_no_token_and_not_none_either(header: str) -> None:
    assert caller_of("::1", {"authorization": header}).bearer == ""


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1"])
@pytest.mark.parametrize(
    "header", ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]
)
def test_near_is_who_sits_at_this_machine_and_comes_through_nobody(peer: str, header: str) -> None:
    assert caller_of(peer, {}).is_near
    assert not caller_of(peer, {header: ""}).is_near
    assert not caller_of("192.0.2.7", {}).is_near
    assert not caller_of("", {}).is_near


@pytest.mark.parametrize(
    ("peer", "headers", "found"),
    [
        ("192.0.2.7", {"x-forwarded-for": "1.1.1.1"}, ("192.0.2.7", "http")),
        ("192.0.2.7", {"x-forwarded-proto": "https"}, ("192.0.2.7", "http")),
        ("10.0.0.1", {"x-forwarded-for": "1.1.1.1"}, ("1.1.1.1", "http")),
        ("10.0.0.1", {"x-forwarded-for": "6.6.6.6, 1.1.1.1"}, ("1.1.1.1", "http")),
        ("10.0.0.1", {"x-forwarded-for": "6.6.6.6, 1.1.1.1, 10.1.2.3"}, ("1.1.1.1", "http")),
        ("10.0.0.1", {"x-forwarded-for": "6.6.6.6, nobody"}, ("10.0.0.1", "http")),
        ("10.0.0.1", {"x-forwarded-for": "10.1.1.1"}, ("10.1.1.1", "http")),
        ("10.0.0.1", {"x-forwarded-proto": "https"}, ("10.0.0.1", "https")),
        ("10.0.0.1", {"x-forwarded-proto": "http, HTTPS "}, ("10.0.0.1", "https")),
        ("10.0.0.1", {"x-forwarded-proto": "javascript"}, ("10.0.0.1", "http")),
        ("fd00::1", {"x-forwarded-for": "2001:db8::1"}, ("2001:db8::1", "http")),
        ("", {"x-forwarded-for": "1.1.1.1"}, ("", "http")),
    ],
)
def test_what_proxies_say_counts_where_they_are_trusted(
    peer: str, headers: dict[str, str], found: tuple[str, str]
) -> None:
    assert seen_through(peer, "http", headers, PROXIES) == found
    assert seen_through(peer, "http", headers, ()) == (peer, "http")
