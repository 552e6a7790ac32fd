"""What somebody asks of reports, from plain texts: checked, and where it is wrong, said which field
is and what would be right."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from data.domain.errors import DashboardError
from data.domain.local_time import day_start, instants
from data.domain.presets import PRESETS
from data.domain.report import Format, Question
from data.domain.states import OTHER, STATES

FIELDS = ("campaign", "range", "from", "to", "tz", "state", "format", "lang")
ALL = "all"
YEARS = range(1970, 3000)
MOST_CAMPAIGNS = 500
LARGEST_ID = 2**63 - 1
CODES = (*(state.code for state in STATES), OTHER)
_SPELLINGS = {state.wire_alias: state.code for state in STATES}
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"([T ](?P<clock>\d\d:\d\d(:\d\d(\.\d{1,6})?)?)"
    # A plus that nobody encoded arrives as a blank.
    r"(?P<offset>Z|[+ -]\d\d:?\d\d)?)?",
    re.ASCII,
)


# What can be wrong, in English.
SENTENCES: Mapping[str, str] = {
    "field": "means nothing here, {known} do.",
    "choice": "there is no {given}, only {known}.",
    "campaigns": "expected ids with commas between, or all, not {given}.",
    "many": "{count} campaigns are more than the {most} that can be named: choose all.",
    "format": "this report comes as {known}, not as {given}.",
    "zone": "nobody knows the zone {given}, it is one such as Europe/Prague.",
    "time": "expected a day or a time such as 2026-01-31 or 2026-01-31T14:00, not {given}.",
    "offset": "{given} is no offset such as +01:00.",
    "year": "the year has to be one from {first} to {last}.",
    "day": "there was no {given} in {zone}: clocks went past that day.",
    "gap": "clocks in {zone} are set forward past {given}.",
    "overlap": "clocks in {zone} show {given} twice.",
    "range": "stands for a from and a to: leave {known} out.",
    "order": "has to lie after from: what happens before it is in the report.",
}


class AskingError(DashboardError):
    """What is asked is wrong: `field` of it, as the sentence says that has the key `why`. `choices`
    are what could stand there."""

    def __init__(
        self, field: str, why: str, choices: Collection[str] = (), **values: object
    ) -> None:
        self.field = field
        self.why = why
        self.choices = tuple(choices)
        self.values = {"known": ", ".join(map(str, choices)), **values}
        said = SENTENCES[why].format(**self.values)
        instead = f" Choose {' or '.join(choices)}." if why in ("gap", "overlap") else ""
        super().__init__(f"{field}: {said}{instead}")


class UnreadableError(AskingError):
    """What is asked cannot be read."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What there is to choose from: the kinds with their formats, and languages. `zone` and
    `language` are taken where nobody chose."""

    formats: Mapping[str, Collection[Format]]
    languages: Collection[str] = ("en",)
    zone: str = "UTC"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Order:
    """A question, and the file that its answer is wanted in."""

    question: Question
    format: Format


def order(kind: str, given: Mapping[str, str], menu: Menu, now: datetime) -> Order:
    """What is ordered by texts under the names of FIELDS; an empty one counts for none.

    Raises UnreadableError for what has no form that is known, AskingError for what has one and
    cannot be.
    """
    said = {name: text.strip() for name, text in given.items() if text.strip()}
    for name in said:
        if name not in FIELDS:
            raise UnreadableError(name[:40], "field", FIELDS)
    formats = menu.formats.get(kind)
    if formats is None:
        raise AskingError("kind", "choice", tuple(menu.formats), given=_quoted(kind))
    zone = _zone(said.get("tz", menu.zone))
    start, end = _span(said, zone, now)
    question = Question(
        kind=kind,
        campaigns=_campaigns(said.get("campaign", ALL)),
        start=start,
        end=end,
        zone=zone.key,
        language=_one_of("lang", said.get("lang", menu.language), menu.languages),
        states=_states(said.get("state", "")),
    )
    return Order(question, _format(said.get("format"), formats))


def instant(name: str, text: str, zone: ZoneInfo) -> datetime:
    """The instant of a text, in UTC: a day such as `2026-03-29` is when it begins in the zone, a
    time without an offset what the zone's clocks show. Raises as `order` does."""
    found = _TIME.fullmatch(text)
    local = _parsed(found["day"], found["clock"] or "00:00") if found else None
    if found is None or local is None:
        raise UnreadableError(name, "time", given=_quoted(text))
    if found["offset"]:
        return _in_years(name, _of_offset(name, local, found["offset"]))
    _in_years(name, local)
    if not found["clock"]:
        return _in_years(name, _day(name, local.date(), zone))
    return _in_years(name, _shown(name, local, zone))


def _span(
    said: Mapping[str, str], zone: ZoneInfo, now: datetime
) -> tuple[datetime | None, datetime | None]:
    named, ends = said.get("range"), {"from", "to"} & said.keys()
    if named and ends:
        raise AskingError("range", "range", sorted(ends))
    if named:
        return PRESETS[_one_of("range", named, PRESETS)].span(now, zone)
    start, end = (
        instant(name, said[name], zone) if name in said else None for name in ("from", "to")
    )
    if start and end and start >= end:
        raise AskingError("to", "order")
    return start, end


def _zone(name: str) -> ZoneInfo:
    if name not in _zones():
        raise AskingError("tz", "zone", given=_quoted(name))
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _campaigns(text: str) -> tuple[int, ...] | None:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts == [ALL]:
        return None
    if not parts or not all(map(_is_id, parts)):
        raise UnreadableError("campaign", "campaigns", given=_quoted(text))
    ids = tuple(sorted(set(map(int, parts))))
    if len(ids) > MOST_CAMPAIGNS:
        raise AskingError("campaign", "many", count=len(ids), most=MOST_CAMPAIGNS)
    return ids


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and 1 <= int(text) <= LARGEST_ID


def _states(text: str) -> tuple[str, ...]:
    codes = {_state(part.strip()) for part in text.split(",") if part.strip()}
    return tuple(code for code in CODES if code in codes)


def _state(spelling: str) -> str:
    return _SPELLINGS.get(spelling) or _one_of("state", spelling, CODES)


def _format(text: str | None, formats: Collection[Format]) -> Format:
    if text is None:
        return next(iter(formats))
    if text not in formats:
        raise AskingError("format", "format", formats, given=_quoted(text))
    return Format(text)


def _one_of(name: str, text: str, known: Iterable[str]) -> str:
    choices = tuple(known)
    if text not in choices:
        raise AskingError(name, "choice", choices, given=_quoted(text))
    return text


def _quoted(text: str) -> str:
    return repr(text[:40])


def _parsed(day: str, clock: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        return None


def _in_years(name: str, when: datetime) -> datetime:
    if when.year not in YEARS:
        raise AskingError(name, "year", first=YEARS.start, last=YEARS.stop - 1)
    return when


def _of_offset(name: str, local: datetime, offset: str) -> datetime:
    sign = offset.replace(" ", "+").replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(f"{local.isoformat()}{sign}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableError(name, "offset", given=_quoted(offset)) from None


def _day(name: str, day: date, zone: ZoneInfo) -> datetime:
    begin = day_start(day, zone)
    if begin.astimezone(zone).date() != day:
        raise AskingError(name, "day", given=day, zone=zone.key)
    return begin


def _shown(name: str, local: datetime, zone: ZoneInfo) -> datetime:
    """The only instant at which clocks of the zone show a time."""
    found = instants(local, zone)
    if len(found) == 1:
        return found[0]
    times = [one.astimezone(zone).isoformat() for one in found or _around(local, zone)]
    why = "overlap" if found else "gap"
    raise AskingError(name, why, times, given=f"{local:%Y-%m-%d %H:%M}", zone=zone.key)


def _around(local: datetime, zone: ZoneInfo) -> list[datetime]:
    """The same time by either offset, before and after clocks were set forward."""
    return sorted(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
