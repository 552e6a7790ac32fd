"""The pages before the sign-in: changing the language keeps the rest of the address."""

import pytest
from flask import Flask

from dashboard.auth.entry import _link


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("/login?next=%2Falerts&lang=en", "?next=%2Falerts&amp;lang=cs"),
        ("/login?lang=en", "?lang=cs"),
        ("/login", "?lang=cs"),
    ],
)
def test_the_link_to_another_language_keeps_the_rest(address: str, href: str) -> None:
    with Flask(__name__).test_request_context(address):
        assert f'href="{href}"' in _link("cs")
