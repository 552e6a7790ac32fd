"""Pages hold every contact that fits exactly once, in order, at a bounded cost."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from data.contacts import pages, search
from data.contacts.pages import Page, page, still
from data.contacts.rows import Contact
from data.domain.contact_filter import ORDERS, ContactFilter, ContactQuery, Order, Position
from data.domain.errors import TooManyStatesError
from data.domain.states import BY_CODE
from data.schema import tables
from tests.data.sql import execute, executed, rows
from tests.phone_numbers import raw_numbers
from tests.searches import examples

NOW = datetime(2030, 1, 1, tzinfo=UTC)
CAMPAIGN = {"id": 1, "name": "", "mode": "preview"}
STATES = ("initial", "calling", "success", "retry_scheduled", "hypnotized", "asleep")
NAMES = ("Ada Green", "Adam  Šťastný", "Green", "emil novák", "", None)
OPERATORS = ("ana", "Ben Ok", "x" * 300, None)
PHONES = ("+420 777 123 456", "+420 777 999-456", "unknown", "12-34", "", None)

FILTERS = st.builds(
    ContactFilter,
    states=st.lists(st.sampled_from((*STATES[:4], "acw", "other")), max_size=3, unique=True).map(
        tuple
    ),
    operator=st.sampled_from((None, None, "ana", "x" * 300, "x" * 299, "nobody")),
    text=st.sampled_from(("", "", "456", "3456", "+420777123456", "a", "ada", "GREEN", "stas", "št",
                          "C1", "c1", "1234", "zzz", "%", "'")),
    min_dwell=st.sampled_from((None, None, 0, 60, 3_000_000_000)),
    max_dwell=st.sampled_from((None, None, 3_000_000_000)),
    min_attempts=st.sampled_from((None, None, 0, 1, 2)),
    max_attempts=st.sampled_from((None, None, 0, 1)),
)  # fmt: skip
LOOSE = settings(
    max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


Bound = Callable[..., None]


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Bound:
    """Sets the limits of a search."""

    def bounded(**limits: int) -> None:
        for name, limit in limits.items():
            monkeypatch.setattr(search, name, limit)

    return bounded


@pytest.fixture
def campaign(engine: Engine) -> int:
    """A campaign of 90 contacts in all sorts of states, and another one beside it."""
    rng = Random(7)
    contacts = [
        {
            "campaign_id": rng.choice((1, 1, 2)), "phone": rng.choice(PHONES),
            "name": rng.choice(NAMES), "external_id": f"C{number}",
            "state": rng.choice(STATES), "operator": rng.choice(OPERATORS),
        }
        for number in range(90)
    ]  # fmt: skip
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(tables.campaigns), [CAMPAIGN, CAMPAIGN | {"id": 2}])
        connection.execute(insert(tables.contacts), contacts)
    for _ in range(2):
        shuffle(engine, rng, 25)
    return 1


def test_every_contact_that_fits_is_on_one_page_in_order(
    engine: Engine, campaign: int, bound: Bound
) -> None:
    bound(FIRST_STRIDE=4, WALK=9)
    every = all_pages(engine, ContactQuery(campaign), 200)
    phones = dict(rows(engine, "SELECT id, coalesce(phone, '') FROM contacts"))

    @LOOSE
    @given(
        FILTERS,
        st.sampled_from(list(ORDERS.values())),
        st.integers(1, 7),
        st.sampled_from((0, 3, 99)),
    )
    def holds(filter: ContactFilter, order, limit: int, few: int) -> None:
        bound(FEW=few, MANY=few)
        query = ContactQuery(campaign, filter, order)
        found = all_pages(engine, query, limit)
        fitting = [contact for contact in every if fits(contact, filter, phones)]
        wanted = sorted(fitting, key=SORTED_BY[order.by], reverse=order.descending)
        assert [contact.id for contact in found] == [contact.id for contact in wanted]

    holds()


def test_nothing_comes_twice_while_others_move(engine: Engine, campaign: int, bound: Bound) -> None:
    bound(WALK=9)
    rng = Random(1)
    moving = list(range(1, 31))
    for order in ORDERS.values():
        for filter in (ContactFilter(), ContactFilter(text="a"), ContactFilter(states=("other",))):
            query = ContactQuery(campaign, filter, order)
            still_there = [c.id for c in all_pages(engine, query, 200) if c.id not in moving]
            seen: list[int] = []
            for found in walk(engine, query, 5):
                seen += [c.id for c in found.contacts if c.id not in moving]
                shuffle(engine, rng, 3, moving)
            assert seen == still_there


QUERIES = {
    "all": ContactQuery(1, ContactFilter(), ORDERS["-attempts"]),
    "one state": ContactQuery(1, ContactFilter(states=("success",)), ORDERS["since"]),
    "one state by id": ContactQuery(1, ContactFilter(states=("success",)), ORDERS["id"]),
    "dwell by attempts": ContactQuery(1, ContactFilter(min_dwell=1), ORDERS["-attempts"]),
    "attempts by time": ContactQuery(1, ContactFilter(min_attempts=1), ORDERS["since"]),
    "text of half": ContactQuery(1, ContactFilter(text="ada"), ORDERS["-since"]),
    "text of none": ContactQuery(1, ContactFilter(text="zzz"), ORDERS["since"]),
    "rare together": ContactQuery(
        1, ContactFilter(operator="ana", text="emil"), ORDERS["attempts"]
    ),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_page_costs_no_more_among_more_contacts(
    engine: Engine, query: ContactQuery, bound: Bound
) -> None:
    """The steps of SQLite's machine, for the first page and for the last one."""
    bound(FEW=50, MANY=50, WALK=200, FIRST_STRIDE=50)
    bound(PATIENCE_SECONDS=3600)  # a busy machine cuts no walk short
    costs = []
    for _ in range(2):
        load(engine, 2_000 if costs else 500)
        backwards = replace(query, order=Order(query.order.by, not query.order.descending))
        last = walk(engine, backwards, 20)
        end = next(last).after or NOW
        costs.append([steps(engine, query, NOW), steps(engine, query, end)])
    (few_first, few_last), (many_first, many_last) = costs
    assert many_first < 1.5 * few_first
    assert many_last < 1.5 * max(few_first, few_last)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("by", ["id", "-since", "attempts"])
def test_postgres_merges_ranges_and_reads_no_more_than_it_takes(
    engine: Engine, by: str, bound: Bound
) -> None:
    bound(FEW=0)
    load(engine, 2_000)
    query = ContactQuery(1, ContactFilter(operator="ana", text="emil"), ORDERS[by])
    with executed(engine) as statements:
        first(engine, query, 5)
    walked = [pair for pair in statements if " OFFSET " in pair[0] or "steps" in pair[0]]
    plans = explained(engine, walked)
    assert plans
    assert not [plan for plan in plans if "Seq Scan" in plan or "Sort  " in plan], plans
    merged = "Merge Append" if by == "-since" else "Limit"
    assert all(merged in plan for plan in plans), plans


def test_a_walk_that_is_stopped_says_so_and_leads_on(
    engine: Engine, campaign: int, bound: Bound
) -> None:
    bound(FEW=0, WALK=10, FIRST_STRIDE=10)
    query = ContactQuery(campaign, ContactFilter(operator="ana"))
    steps = list(walk(engine, query, 100))
    assert [step.complete for step in steps] == [False] * (len(steps) - 1) + [True]
    assert len(steps) > 3
    assert all(step.matches is None for step in steps)


def test_few_that_fit_are_counted(engine: Engine, campaign: int) -> None:
    query = ContactQuery(campaign, ContactFilter(operator="ana"))
    found = first(engine, query, 3)
    assert found.matches == len(all_pages(engine, query, 3)) > 3


def test_states_of_many_contacts_are_sorted_by_any_order_without_a_look_at_them(
    engine: Engine, bound: Bound
) -> None:
    bound(FEW=0)
    load(engine, 2_000)
    filter = ContactFilter(states=("success", "calling"), min_attempts=0)
    for order in ORDERS.values():
        with executed(engine) as statements:
            found = first(engine, ContactQuery(1, filter, order), 5)
        assert found.complete
        if order.by != "since":
            assert found.matches == 1_000
            assert plans(engine, statements, "held") == {"contacts_by_since"}
            assert plans(engine, statements, "count(*)") == {"contacts_by_since"}


def test_dwells_are_measured_from_the_first_page_on(engine: Engine, campaign: int) -> None:
    query = ContactQuery(campaign, ContactFilter(max_dwell=0))
    assert all_pages(engine, query, 5, datetime.now(UTC) + timedelta(hours=1)) == []
    early = datetime.now(UTC) - timedelta(hours=1)
    assert len(all_pages(engine, query, 5, early)) == len(
        all_pages(engine, ContactQuery(campaign), 5)
    )


def test_too_many_unknown_states_are_refused(engine: Engine, campaign: int, bound: Bound) -> None:
    bound(MOST_STATES=3)
    with pytest.raises(TooManyStatesError):
        first(engine, ContactQuery(campaign, ContactFilter(), ORDERS["since"]))
    assert first(engine, ContactQuery(campaign)).contacts
    assert first(engine, ContactQuery(campaign, ContactFilter(states=("initial",)))).contacts


def test_a_campaign_without_contacts_has_an_empty_page(engine: Engine) -> None:
    assert first(engine, ContactQuery(5)) == Page([], None, matches=0)


def test_the_raw_number_does_not_leave(engine: Engine, campaign: int) -> None:
    shown = repr(all_pages(engine, ContactQuery(campaign), 200))
    assert "+420 ••• ••• 456" in shown
    assert raw_numbers(shown) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("by", "index"),
    [
        ("id", "contacts_by_campaign"),
        ("since", "contacts_by_since"),
        ("attempts", "contacts_by_attempts"),
    ],
)
def test_sqlite_seeks_in_the_index_of_the_order(
    engine: Engine, campaign: int, by: str, index: str, bound: Bound
) -> None:
    query = ContactQuery(campaign, ContactFilter(min_dwell=1, min_attempts=0), ORDERS[by])
    bound(FEW=0, MANY=0, FIRST_STRIDE=9)
    with executed(engine) as statements:
        list(walk(engine, query, 3))
    ordered = [pair for pair in statements if "ORDER BY" in pair[0] and "steps" not in pair[0]]
    lines = "\n".join(explained(engine, ordered)).splitlines()
    seeks = [line for line in lines if "SEARCH" in line]
    assert seeks
    assert all(f" {index} " in line for line in seeks), seeks


def explained(engine: Engine, statements: Sequence[tuple[str, Any]]) -> list[str]:
    """How the database goes about each statement."""
    explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with engine.connect() as connection:
        pages.keep_to_indexes(connection)
        return [
            "\n".join(row[-1] for row in connection.exec_driver_sql(f"{explain} {said}", values))
            for said, values in statements
        ]


def plans(engine: Engine, statements: Sequence[tuple[str, object]], word: str) -> set[str]:
    """The indexes by which the statements with a word in them go; each holds all they want."""
    seen, other = {
        "postgresql": (
            r"Index Only Scan (?:Backward )?using (\w+)", r"Seq Scan on contacts|Index Scan",
        ),
        "sqlite": (r"COVERING INDEX (\w+)", r"(?:SEARCH|SCAN) contacts USING INDEX"),
    }[engine.dialect.name]  # fmt: skip
    plan = "\n".join(explained(engine, [pair for pair in statements if word in pair[0]]))
    assert not re.search(other, plan), plan
    return set(re.findall(seen, plan))


def load(engine: Engine, contacts: int) -> None:
    """So many contacts in four states; half of them named Ada, the others Emil and at ana's."""
    rows = [
        {"campaign_id": 1, "state": STATES[n // 2 % 4]}
        | ({"name": "Emil", "operator": "ana"} if n % 2 else {"name": "Ada", "operator": ""})
        for n in range(contacts)
    ]
    with engine.execution_options(write=True).begin() as connection:
        if not connection.execute(select(tables.campaigns.c.id)).first():
            connection.execute(insert(tables.campaigns).values(CAMPAIGN))
        connection.execute(insert(tables.contacts), rows)


def steps(engine: Engine, query: ContactQuery, start: Position | datetime) -> int:
    """The steps that SQLite's machine takes for a page."""
    taken = []
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        driver.set_progress_handler(lambda: taken.append(1) and None, 1)
        page(connection, query, 20, start)
        driver.set_progress_handler(None, 1)
    return len(taken)


def walk(engine: Engine, query: ContactQuery, limit: int, now: datetime = NOW) -> Iterator[Page]:
    start: Position | datetime | None = now
    while start is not None:
        with still(engine).connect() as connection:
            found = page(connection, query, limit, start)
        yield found
        start = found.after


def all_pages(
    engine: Engine, query: ContactQuery, limit: int, now: datetime = NOW
) -> Sequence[Contact]:
    return [contact for found in walk(engine, query, limit, now) for contact in found.contacts]


def first(engine: Engine, query: ContactQuery, limit: int = 100) -> Page:
    return next(walk(engine, query, limit))


def shuffle(engine: Engine, rng: Random, times: int, ids: Sequence[int] = range(1, 91)) -> None:
    execute(
        engine,
        *(
            f"UPDATE contacts SET state = '{rng.choice(STATES)}' WHERE id = {rng.choice(ids)}"
            for _ in range(times)
        ),
    )


SORTED_BY = {
    "id": attrgetter("id"),
    "since": attrgetter("state_since", "id"),
    "attempts": attrgetter("attempts", "id"),
}


def fits(contact: Contact, filter: ContactFilter, phones: dict[int, str]) -> bool:
    """The filter in plain words."""
    dwell = (NOW - contact.state_since).total_seconds()
    state = contact.state if contact.state in BY_CODE else "other"
    return (
        (not filter.states or state in filter.states)
        and (filter.operator is None or contact.operator == filter.operator)
        and (filter.min_dwell is None or dwell >= filter.min_dwell)
        and (filter.max_dwell is None or dwell <= filter.max_dwell)
        and (filter.min_attempts is None or contact.attempts >= filter.min_attempts)
        and (filter.max_attempts is None or contact.attempts <= filter.max_attempts)
        and (not filter.text or says(contact, filter.text, phones[contact.id]))
    )


def says(contact: Contact, wanted: str, phone: str) -> bool:
    forms = (wanted, wanted.title(), wanted.upper(), wanted.lower())
    name = contact.name or ""
    words = (name, name.rpartition(" ")[2], contact.external_id or "")
    digits = wanted.lstrip("+")
    plain = "".join(sign for sign in phone if sign not in " -./()")
    ends = digits.isdigit() and len(digits) >= 3 and plain.endswith(digits)
    return ends or any(word.startswith(forms) for word in words)
