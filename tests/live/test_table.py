"""The table of campaigns in a real browser: sorted, sifted, and calm under a hand."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import wait_until
from tests.live.windows import window
from tests.server import Server

Write = Callable[..., None]


@pytest.fixture
def page(browser: Browser, server: Server, write: Write) -> Iterator[Page]:
    """Three campaigns of 1, 20 and 3 contacts."""
    write(
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'Příprava', 'preview', "
        "'finished'), (2, 'Big', 'predictive', 'in_progress'), (3, 'Autumn', 'preview', 'paused')",
        "INSERT INTO contacts (campaign_id) VALUES (1), " + ", ".join(["(2)"] * 20 + ["(3)"] * 3),
    )
    with window(browser, server.url, viewport={"width": 1600, "height": 900}) as opened:
        expect(opened.locator("#campaign-rows tr")).to_have_count(3)
        expect(opened.locator("#campaign-rows tr").first).to_contain_text("Big")
        yield opened


def names(page: Page) -> list[str]:
    return page.locator("#campaign-rows tr:visible .name").all_inner_texts()


def shows(page: Page, *wanted: str) -> None:
    wait_until(
        page,
        """wanted => JSON.stringify(wanted) === JSON.stringify(
             [...document.querySelectorAll("#campaign-rows tr")]
               .filter(row => row.checkVisibility())
               .map(row => row.querySelector(".name").innerText))""",
        arg=list(wanted),
    )


def test_what_moves_comes_first(page: Page) -> None:
    shows(page, "Big", "Autumn", "Příprava")


def test_headings_sort_and_the_address_remembers(page: Page, server: Server) -> None:
    heading = page.get_by_role("columnheader", name="Campaign")
    heading.get_by_role("button").press("Enter")
    shows(page, "Autumn", "Big", "Příprava")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").press("Space")
    shows(page, "Příprava", "Big", "Autumn")
    expect(page).to_have_url(f"{server.url}/?sort=-name")
    page.get_by_role("columnheader", name="All contacts").get_by_role("button").click()
    shows(page, "Big", "Autumn", "Příprava")
    expect(page.locator("[aria-sort]")).to_have_count(1)
    page.goto(f"{server.url}/?sort=total")
    shows(page, "Příprava", "Autumn", "Big")


def test_every_heading_sorts(page: Page) -> None:
    for button in page.locator("[data-sort]:visible").all():
        button.click()
        expect(page.locator("[aria-sort]")).to_have_count(1)
        assert sorted(names(page)) == ["Autumn", "Big", "Příprava"]


def test_it_is_sifted_by_name_status_mode_and_problems(page: Page, server: Server) -> None:
    page.get_by_label("Name").fill("PRI")
    shows(page, "Příprava")
    expect(page.locator("#sift-result")).to_have_text("1 of 3 campaigns")
    page.get_by_label("Name").fill("")
    page.get_by_label("Status").select_option("Paused")
    shows(page, "Autumn")
    page.get_by_label("Mode").select_option("Predictive")
    shows(page)
    page.get_by_label("Status").select_option("All")
    shows(page, "Big")
    page.get_by_role("button", name="With problems only").press("Space")
    shows(page)
    expect(page).to_have_url(f"{server.url}/?mode=predictive&problems=1")
    page.goto(f"{server.url}/?q=a&status=finished")
    shows(page, "Příprava")
    expect(page.get_by_label("Name")).to_have_value("a")
    expect(page.get_by_label("Status")).to_have_value("finished")


def test_what_is_asked_is_there_again_after_a_visit_elsewhere(page: Page) -> None:
    page.get_by_label("Mode").select_option("Preview")
    shows(page, "Autumn", "Příprava")
    page.get_by_role("link", name="Autumn").click()
    expect(page.get_by_role("heading", name="Autumn")).to_be_visible()
    page.go_back()
    shows(page, "Autumn", "Příprava")
    page.get_by_role("navigation").get_by_role("link", name="Campaigns").click()
    shows(page, "Big", "Autumn", "Příprava")


@pytest.mark.parametrize("hand", ["pointer", "focus"])
def test_rows_do_not_jump_under_a_hand(page: Page, write: Write, hand: str) -> None:
    page.get_by_role("columnheader", name="All contacts").get_by_role("button").click()
    shows(page, "Big", "Autumn", "Příprava")
    if hand == "pointer":
        page.get_by_role("row", name="Příprava").hover()
    else:
        page.get_by_role("link", name="Příprava").focus()
    for added, total in ((50, "51"), (1, "52")):  # rows would have jumped before the second came
        write("INSERT INTO contacts (campaign_id) VALUES " + ", ".join(["(1)"] * added))
        expect(page.locator('#c1 [data-cell="total"]')).to_have_text(total)
    assert names(page) == ["Big", "Autumn", "Příprava"]
    if hand == "pointer":
        page.mouse.move(5, 5)
    else:
        page.get_by_label("Name").focus()
    shows(page, "Příprava", "Big", "Autumn")


def test_campaigns_come_and_go(page: Page, write: Write) -> None:
    write("INSERT INTO campaigns (id, name, mode, status) VALUES (4, 'New', 'preview', 'initial')")
    shows(page, "Big", "Autumn", "New", "Příprava")
    write("DELETE FROM contacts WHERE campaign_id = 2", "DELETE FROM campaigns WHERE id = 2")
    shows(page, "Autumn", "New", "Příprava")


def test_a_screen_reader_meets_a_table_on_every_screen(page: Page) -> None:
    for width in (1600, 390):
        page.set_viewport_size({"width": width, "height": 844})
        table = page.get_by_role("table", name="Campaigns")
        expect(table.get_by_role("row")).to_have_count(5)
        expect(table.get_by_role("rowheader")).to_have_count(4)
        row = table.get_by_role("row", name="Big")
        expect(row.get_by_role("cell")).to_have_count(12 - 1)
        expect(table.get_by_role("columnheader")).to_have_count(12)
