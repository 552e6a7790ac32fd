"""What is asked of reports: read right, or refused with the field's name and what would be."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.asking import (
    FIELDS,
    MOST_CAMPAIGNS,
    SENTENCES,
    AskingError,
    Menu,
    UnreadableError,
    instant,
    order,
)
from data.domain.local_time import instants
from data.domain.presets import PRESETS
from data.domain.report import Format, Question
from tests.searches import examples

NOW = datetime(2026, 4, 1, 10, tzinfo=UTC)
MENU = Menu({"summary": tuple(Format), "states": (Format.CSV, Format.JSON)}, ("en", "cs"))
PRAGUE = ZoneInfo("Europe/Prague")
ZONES = st.sampled_from(
    ["UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
     "Africa/Casablanca", "America/St_Johns", "Pacific/Apia"]
)  # fmt: skip
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 31))  # noqa: DTZ001


def ask(kind: str = "summary", **given: str) -> Question:
    return order(kind, named(given), MENU, NOW).question


def named(given: dict[str, str]) -> dict[str, str]:
    return {name.strip("_"): text for name, text in given.items()}


def wrong(kind: str = "summary", **given: str) -> AskingError:
    with pytest.raises(AskingError) as raised:
        order(kind, named(given), MENU, NOW)
    return raised.value


def test_nothing_said_is_all_of_it_as_the_first_file() -> None:
    asked = order("states", {}, MENU, NOW)
    assert asked.question == Question("states")
    assert asked.format is Format.CSV
    assert ask(campaign=" ", from_="", to="", state="") == Question("summary")


def test_all_that_can_be_said_is_read() -> None:
    given = {"campaign": "7, 3,7", "from": "2026-03-01", "to": "2026-03-02T12:30", "lang": "cs"}
    given |= {"tz": "Europe/Prague", "state": "other,SUCCESS,calling", "format": "pdf"}
    asked = order("summary", given, MENU, NOW)
    assert asked.format is Format.PDF
    assert asked.question == Question(
        kind="summary",
        campaigns=(3, 7),
        start=datetime(2026, 2, 28, 23, tzinfo=UTC),
        end=datetime(2026, 3, 2, 11, 30, tzinfo=UTC),
        zone="Europe/Prague",
        language="cs",
        states=("calling", "success", "other"),
    )


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", "2026-04-01", None),
        ("yesterday", "2026-03-31", "2026-04-01"),
        ("last_7_days", "2026-03-25", "2026-04-01"),
        ("this_month", "2026-04-01", None),
        ("last_month", "2026-03-01", "2026-04-01"),
        ("all", None, None),
    ],
)
def test_presets_are_days_of_the_zone(preset: str, first: str | None, last: str | None) -> None:
    for zone in (PRAGUE, ZoneInfo("America/New_York")):
        asked = ask(range=preset, tz=zone.key)
        ends = [text and instant("x", text, zone) for text in (first, last)]
        assert [asked.start, asked.end] == ends
    assert len(PRESETS) == 6


def test_what_day_it_is_depends_on_the_zone() -> None:
    late = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)
    start, _ = PRESETS["today"].span(late, PRAGUE)
    assert start == datetime(2026, 4, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-01", "2026-02-28T23:00:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00:00"),
        ("2026-03-01 08:30:15.250", "2026-03-01T07:30:15.250"),
        ("2026-03-01T08:30Z", "2026-03-01T08:30:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00"),
        ("2026-10-25T02:30 02:00", "2026-10-25T00:30:00"),  # a plus that nobody encoded
        ("2026-10-25T02:30-0330", "2026-10-25T06:00:00"),
        ("1970-01-01T01:00", "1970-01-01T00:00:00"),
    ],
)
def test_each_form_of_a_time_is_read(text: str, found: str) -> None:
    assert instant("from", text, PRAGUE) == datetime.fromisoformat(f"{found}+00:00")


@pytest.mark.parametrize(
    "text",
    [
        "soon", "2026-02-30", "2026-3-1", "10000-01-01", "+12026-01-01", "2026-03-01T25:00",
        "2026-03-01T10", "2026-W10-1", "20260301", "٢٠٢٦-03-01", "2026-03-01T10:00+1",
        "2026-03-01T10:00+25:00", "-001-01-01", "2026-03-01T10:00:00\u0000", "1e3", "0",
        "2026-03-01\n", "0000-01-01", "9" * 400,
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        instant("from", text, PRAGUE)
    assert raised.value.field == "from"
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"from_": "2026-01-02", "to": "2026-01-01"}, "to", "order"),
        ({"from_": "2026-01-02", "to": "2026-01-02"}, "to", "order"),
        ({"from_": "9999-12-31"}, "from", "year"),
        ({"to": "3000-01-01"}, "to", "year"),
        ({"from_": "1969-12-31T23:59"}, "from", "year"),
        ({"from_": "0001-01-01T00:00+14:00"}, "from", "offset"),
        ({"tz": "Mars/Base"}, "tz", "zone"),
        ({"tz": "../../etc/passwd"}, "tz", "zone"),
        ({"tz": "europe/prague"}, "tz", "zone"),
        ({"tz": "x" * 5000}, "tz", "zone"),
        ({"from_": "2026-03-29T02:30", "tz": "Europe/Prague"}, "from", "gap"),
        ({"to": "2026-10-25T02:30", "tz": "Europe/Prague"}, "to", "overlap"),
        ({"from_": "2011-12-30", "tz": "Pacific/Apia"}, "from", "day"),
        ({"range": "yesterday", "to": "2026-01-01"}, "range", "range"),
        ({"range": "fortnight"}, "range", "choice"),
        ({"campaign": "7,x"}, "campaign", "campaigns"),
        ({"campaign": "-1"}, "campaign", "campaigns"),
        ({"campaign": "0"}, "campaign", "campaigns"),
        ({"campaign": str(2**63)}, "campaign", "campaigns"),
        ({"campaign": "1e3"}, "campaign", "campaigns"),
        ({"campaign": "٧"}, "campaign", "campaigns"),
        ({"campaign": ","}, "campaign", "campaigns"),
        ({"campaign": "all,7"}, "campaign", "campaigns"),
        ({"campaign": ",".join(map(str, range(1, MOST_CAMPAIGNS + 2)))}, "campaign", "many"),
        ({"state": "success,gone"}, "state", "choice"),
        ({"lang": "tlh"}, "lang", "choice"),
        ({"format": "doc"}, "format", "format"),
        ({"colour": "red"}, "colour", "field"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    given: dict[str, str], field: str, why: str
) -> None:
    error = wrong(**given)
    assert (error.field, error.why) == (field, why)
    assert str(error).startswith(f"{field}: ")
    assert str(error).endswith(".")
    assert str(error).count("\n") == 0


def test_a_format_that_a_kind_has_not_is_refused_with_those_that_it_has() -> None:
    error = wrong("states", format="pdf")
    assert str(error) == "format: this report comes as csv, json, not as 'pdf'."
    assert error.choices == ("csv", "json")
    assert wrong("gossip").choices == ("summary", "states")


def test_clocks_that_are_set_forward_say_which_times_there_are() -> None:
    error = wrong(from_="2026-03-29T02:30", tz="Europe/Prague")
    assert error.choices == ("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00")
    assert str(error).endswith(
        "set forward past 2026-03-29 02:30."
        " Choose 2026-03-29T01:30:00+01:00 or 2026-03-29T03:30:00+02:00."
    )


def test_clocks_that_are_set_back_say_both_times() -> None:
    error = wrong(to="2026-10-25T02:30", tz="Europe/Prague")
    assert error.choices == ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")
    ends = [ask(to=choice).end for choice in error.choices]
    assert ends == [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]


def test_a_day_on_which_clocks_are_set_forward_at_midnight_begins_an_hour_late() -> None:
    asked = ask(from_="2018-11-04", tz="America/Sao_Paulo")
    assert asked.start == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_every_sentence_is_said_by_something() -> None:
    assert {"field", "choice"} < set(SENTENCES)
    for sentence in SENTENCES.values():
        assert sentence.endswith(".")


@settings(deadline=None, max_examples=examples(25))
@given(TIMES, ZONES)
def test_a_local_time_is_its_instant_or_refused_with_times_that_are_taken(
    local: datetime, zone: str
) -> None:
    wanted = instants(local, ZoneInfo(zone))
    text = local.isoformat()
    if len(wanted) == 1:
        assert instant("to", text, ZoneInfo(zone)) == wanted[0]
        return
    error = wrong(to=text, tz=zone)
    assert len(error.choices) == 2
    taken = [instant("to", choice, ZoneInfo(zone)) for choice in error.choices]
    assert taken == sorted(taken)
    assert not wanted or tuple(taken) == wanted


@settings(deadline=None, max_examples=examples(25))
@given(st.dates(date(1971, 1, 1), date(2037, 12, 30)), ZONES)
def test_a_day_begins_where_the_day_before_ended(day: date, zone: str) -> None:
    if zone == "Pacific/Apia" and date(2011, 12, 29) <= day <= date(2011, 12, 30):
        return  # clocks there went past the 30th
    start, end = (instant("x", str(one), ZoneInfo(zone)) for one in (day, day + timedelta(1)))
    local = start.astimezone(ZoneInfo(zone))
    before = (start - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert (local.date(), before.date() < day, end > start) == (day, True, True)


@settings(deadline=None, max_examples=examples(30))
@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30) | st.sampled_from(
        ["2026-03-29T02:30", "2026-10-25T02:30", "9999-12-31T23:59-12:00", "all", "Europe/Prague"]
    ))
)  # fmt: skip
def test_whatever_is_said_is_a_question_or_one_sentence(said: dict[str, str]) -> None:
    found = answer(said)
    if isinstance(found, str):
        assert re.match(rf"({'|'.join(FIELDS)}): .+\.\Z", found, re.DOTALL)
        return
    assert found.start is None or found.end is None or found.start < found.end
    assert Question.of_plain(found.plain()) == found


def answer(said: dict[str, str]) -> Question | str:
    try:
        return order("summary", said, MENU, NOW).question
    except AskingError as error:
        return str(error)
