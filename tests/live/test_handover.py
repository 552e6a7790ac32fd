"""Who comes back is told on the overview what changed, until they have seen it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.server import Server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_told_until_it_is_seen(page: Page, server: Server, write: Callable[..., None]) -> None:
    write(
        "INSERT INTO campaigns (id, name, mode, status)"
        " VALUES (1, '<b>Spring</b>', 'preview', 'finished')",
        "INSERT INTO last_looks (who, at) VALUES ('local', '2026-01-31T14:00:00.000Z')",
    )
    server.wait_until(lambda: server.get("/api/v1/handover")["campaigns"])
    page.goto(server.url)
    card = page.locator("#handover")
    expect(card.get_by_role("link", name="<b>Spring</b>")).to_be_visible()
    expect(card).to_contain_text("Finished")
    expect(card).to_contain_text("No alert fired.")
    card.get_by_role("button", name="Seen").click()
    expect(card).to_be_hidden()
    page.reload()
    expect(page.locator(".campaigns")).to_be_visible()
    expect(card).to_be_hidden()
