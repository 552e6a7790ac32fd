"""Where somebody goes on: only to pages of ours."""

import pytest

from dashboard.auth.next import login_for, own_path

FOREIGN = [
    None, "", "campaigns/7", "//evil", "///evil", "/\\evil", "\\\\evil", "https://evil", "/\t/evil",
    "/\r\nSet-Cookie: a=b", "/a\0b", "/a\u2028b", "javascript:alert(1)", "/" + "a" * 2000,
    "/login", "/login?next=/login",
]  # fmt: skip


@pytest.mark.parametrize("path", FOREIGN)
def test_anything_else_leads_to_the_first_page(path: str | None) -> None:
    assert own_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/campaigns/7?lang=cs", "/wall/7", "/?q=ž", "/a//b"])
def test_an_own_path_is_kept(path: str) -> None:
    assert own_path(path) == path


def test_the_login_leads_back() -> None:
    assert login_for("/campaigns/7?a=b&c") == "/login?next=%2Fcampaigns%2F7%3Fa%3Db%26c"
    assert login_for("//evil") == "/login?next=%2F"
