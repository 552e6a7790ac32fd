"""Every page there is, at an address where it shows something; pages to come are found as well."""

import random
import re
from pathlib import Path

from playwright.sync_api import Page

from dashboard.pages import PAGES
from data.database import open_engine
from data.simulator.examples import seed_examples
from tests.browser import loading, wait_until
from tests.data.sql import execute

# What stands for the arguments of a page's path: the first of each.
ARGUMENTS = {"campaign_id": "1", "contact_id": "1", "operation_id": "1"}
_ARGUMENT = re.compile(r"<(?:[^:>]+:)?(\w+)>")

NOWHERE = "/nowhere"
PLACES = tuple(_ARGUMENT.sub(lambda found: ARGUMENTS[found[1]], page.PATH) for page in PAGES)
EVERYWHERE = (*PLACES, NOWHERE)


def fill(url: str) -> None:
    """Example campaigns, a state nobody knows, the gravest alarm: a success is dialed again, and a
    long deed that rests half way."""
    engine = open_engine(url)
    seed_examples(engine, random.Random(1))
    execute(
        engine,
        "UPDATE contacts SET state = 'hypnotized' WHERE id = (SELECT min(id) FROM contacts "
        "WHERE state = 'initial')",
        "UPDATE contacts SET state = 'calling' WHERE id = (SELECT min(id) FROM contacts "
        "WHERE state = 'success')",
        "UPDATE campaigns SET name = 'The campaign with the very long name that somebody typed on "
        "a Friday afternoon before the holidays, and nobody dares to change' WHERE id = 2",
        _PAUSED,
        _SKIPPED,
    )
    engine.dispose()


def loaded(contacts: int) -> tuple[str, ...]:
    """Statements that add a campaign in progress, number 7, with so many people to call."""
    people = (f"(7, '+420 777 123 {n:03}', 'Ada Green {n}')" for n in range(contacts))
    return (
        "INSERT INTO campaigns (id, name, mode, status, timezone)"
        " VALUES (7, 'Spring', 'predictive', 'in_progress', 'Europe/Prague')",
        f"INSERT INTO contacts (campaign_id, phone, name) VALUES {', '.join(people)}",
    )


_PAUSED = """INSERT INTO operations
  (id, kind, campaign_id, status, actor, means, reason, payload, tries, total, done, skipped,
   position, created_at, started_at)
  SELECT 1, 'remove', 1, 'paused', 'ada', 'local', 'they asked to be forgotten', '{}', 0, 1900, 750,
   1, 750, created_at, created_at FROM campaigns WHERE id = 1"""
_SKIPPED = "INSERT INTO operation_skips VALUES (1, 1, 'success', 'finished')"


def visit(page: Page, server: str, place: str, language: str) -> None:
    """Opens a page and waits until all of it is there."""
    with loading(page):
        page.goto(f"{server}{place}?lang={language}")
        page.wait_for_selector("main > *")
        wait_until(
            page,
            "!('streaming' in document.body.dataset) || document.body.dataset.freshness === 'live'",
        )
        wait_until(page, "!document.querySelector('main [data-loading], [aria-busy=true]')")


def name_of(place: str) -> str:
    """A place as a part of a file's name."""
    return Path(place.strip("/") or "overview").as_posix().replace("/", "-")
