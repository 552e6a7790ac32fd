"""A report of its own for tests of files: a column of each kind, and rows that are given."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO

from hypothesis import strategies as st

from data.domain.manifest import Manifest
from data.domain.report import Column, Format, Kind, Question, Row
from data.domain.states import CODES
from data.history.past import Past
from data.reports.kinds import ReportKind
from data.reports.settled import settled
from data.reports.write import tally_of
from data.reports.writers import LONGEST, begun
from data.reports.writers.file import Heading

COLUMNS = (
    Column("id", "No.", Kind.WHOLE, "Its number."),
    Column("name", "=Name", Kind.TEXT, "What it is called.", lasts=False),
    Column("phone", "Phone", Kind.PHONE, "Its number, masked."),
    Column("state", "State", Kind.STATE, "Where it is."),
    Column("at", "At", Kind.INSTANT, "When it came there."),
    Column("stayed", "Stayed", Kind.SECONDS, "How long it was there."),
    Column("share", "Share", Kind.RATE, "Of all."),
    Column("value", "Value", Kind.NUMBER, "How much."),
    Column("label", "Label", Kind.WORDS, "In words."),
)
AT = datetime(2026, 10, 25, 0, 30, 0, 123000, tzinfo=UTC)
# Prague sets its clocks back at 01:00 UTC: half past two is there twice.
ROWS: list[Row] = [
    (1, "Ada", "+420 *** *** 123", "calling", AT, 1.25, 0.5, 12.5, "Success"),
    (2, "=1+1", None, "success", AT + timedelta(hours=1), 0.0, None, -3.0, "Success"),
    (3, None, "+420 *** *** 124", "success", None, None, 1.0, 0.0, None),
]

_NASTY = st.text(
    st.sampled_from("=+-@＝＋\t\r\n\0\"',;'_x000D<r>/&\u202eאب😀é ") | st.characters(codec="utf-8"),
    max_size=12,
)
TEXTS = st.none() | _NASTY | _NASTY.map(lambda text: f"<r>{text}</r>") | st.just("_x000D_")
# Around both changes of clocks in Prague, of a zone of half hours, and far away.
INSTANTS = st.none() | st.one_of(
    *(
        st.integers(-7_300_000, 7_300_000).map(
            lambda ms, base=base: base + timedelta(milliseconds=ms)
        )
        for base in (
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(1850, 1, 1, tzinfo=UTC),
            datetime(1900, 2, 28, tzinfo=UTC),
            datetime(9999, 12, 30, tzinfo=UTC),
        )
    )
)
NUMBERS = st.none() | st.floats(-1e12, 1e12) | st.sampled_from((0.0, -0.0, 1e-7, 1 / 3))
MANY = st.lists(
    st.tuples(
        st.integers() | st.integers(-(10**30), 10**30),
        TEXTS,
        TEXTS,
        st.none() | st.sampled_from(CODES),
        INSTANTS,
        st.none() | st.floats(-10, 1e10),
        st.none() | st.floats(0, 1),
        NUMBERS,
        st.none() | st.sampled_from(("Success", "Calling")),
    ),
    max_size=12,
)  # fmt: skip
ZONES = st.sampled_from(("Europe/Prague", "UTC", "Asia/Kathmandu", "America/St_Johns"))


def kind_of(rows: Sequence[Row], **others: object) -> ReportKind:
    """A kind of report with these rows, whatever is asked."""

    def read(past: Past, question: Question) -> Iterator[Row]:
        yield from rows

    return ReportKind(
        "fake",
        "Fake / report: [all]",
        "Whatever a test needs.",
        COLUMNS,
        read,
        state="state",
        **others,
    )


def english(text: str, /, **values: object) -> str:
    """No translation."""
    return text.format(**values) if values else text


def written(
    format: Format,
    rows: Sequence[Row],
    zone: str = "Europe/Prague",
    block: int = 5,
    kind: ReportKind | None = None,
    language: str = "en",
    say: Callable[..., str] = english,
) -> tuple[bytes, Manifest]:
    """A file with these rows, without a database."""
    kind, out = kind or kind_of(rows), BytesIO()
    question = Question(kind.key, zone=zone, language=language, position="1", end=AT)
    tally = tally_of(kind)
    with begun(format, Heading(kind, question, say), out) as file:
        for first in range(0, len(rows), block):
            taken = settled(rows[first : first + block], kind.columns, say, LONGEST.get(format))
            tally.add(taken)
            file.add(taken)
        manifest = Manifest(
            question, "database", AT, tally.rows, dict(tally.totals), tally.columns, tally.hash
        )
        file.end(manifest)
    return out.getvalue(), manifest


def held(rows: Sequence[Row], format: Format = Format.JSON) -> list[Row]:
    """The rows as files hold them."""
    if not rows:
        return []
    return list(zip(*settled(rows, COLUMNS, english, LONGEST.get(format)), strict=True))
