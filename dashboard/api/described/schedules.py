"""Reports that come by themselves."""

from dashboard.api.bodies import LONGEST_REASON
from dashboard.api.description import Operation, Parameter
from dashboard.api.schedules import DEFAULT_LIMIT, LONGEST_ZONE, MOST_CAMPAIGNS
from dashboard.api.schema import (
    choice,
    id_,
    many,
    maybe,
    moment,
    ref,
    row,
    text,
    whole,
    yes_or_no,
)
from dashboard.texts import LANGUAGES
from data.accounts.names import LONGEST
from data.commands.schedules import TooManySchedulesError
from data.domain.calendar import Every
from data.domain.report import Format
from data.domain.schedule import Status
from data.reports.kinds import KINDS
from data.schedule_book import PAGE_LIMIT

TAG = "Schedules"
ABOUT = "Reports that come by themselves, once each day, week or month, and their files."

_WHEN = {
    "every": choice(list(Every)),
    "timezone": text("Whose clocks it goes by: `Europe/Prague`.", most=LONGEST_ZONE),
    "language": choice(LANGUAGES),
}
_KIND = choice(list(KINDS))
_FORMAT = choice(list(Format))
_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["06:30"]}
_DAY = whole("Of the week, 0 is Monday; or of the month, whose last one stands for those that it "
             "has not. None for each day.", 0, 31)  # fmt: skip
SCHEMAS = {
    "ReportFile": row(
        {
            "id": id_(),
            "due_at": moment(),
            "start": moment("What it covers: from here"),
            "end": moment("to before here, in whole days of the schedule's zone."),
            "status": choice(list(Status)),
            "late": yes_or_no("Whether it was begun over 10 minutes after it was due."),
            "skipped": whole("So many runs before it were not made up for."),
            "tries": whole(),
            "begun_at": maybe(moment()),
            "done_at": maybe(moment()),
            "removed_at": maybe(moment("Files are kept for 90 days.")),
            "path": maybe(text("Where it can be taken from; null where there is none for you.")),
            "file_name": text(),
            "bytes": maybe(whole()),
            "rows": maybe(whole()),
            "hash": maybe(text("The SHA-256 of its rows, as in its manifest.")),
            "error": maybe(text("Why it failed, or why the last try did.")),
            "sent": many(
                row(
                    {
                        "receiver": text(),
                        "attempts": whole(),
                        "delivered_at": maybe(moment()),
                        "error": maybe(text()),
                    }
                )
            ),
        }
    ),
    "Schedule": row(
        {
            "id": id_(),
            "name": text(),
            "kind": _KIND,
            "format": _FORMAT,
            "campaigns": maybe(many(id_(), about="Null for all that its maker sees each time.")),
            **_WHEN,
            "day": maybe(_DAY),
            "time": text(),
            "receivers": many(text()),
            "created_by": text(),
            "created_at": moment(),
            "next_at": maybe(moment("When it is due next; null once it has ended.")),
            "ended_at": maybe(moment()),
            "error": maybe(text("Why it was ended, where nobody ended it.")),
            "last": maybe(ref("ReportFile")),
        }
    ),
}
OPERATIONS = {
    "GET /api/v1/schedules": Operation(
        "Schedules, those that go on first, with the last run of each",
        TAG,
        {
            200: row(
                {
                    "schedules": many(ref("Schedule")),
                    "receivers": many(text(), about="Those that can be chosen here."),
                    "timezone": text("The zone of clocks that belong to no campaign."),
                }
            )
        },
    ),
    "POST /api/v1/schedules": Operation(
        "Have a report come by itself",
        TAG,
        {201: ref("Schedule")},
        about="A run covers the day, the seven days or the calendar month before. A time that "
        "clocks leave out is due at the first instant after it, one that they show twice at the "
        "first. At each run it is read anew what its maker may see.",
        body=row(
            {
                "name": text(most=LONGEST),
                "kind": _KIND,
                "format": _FORMAT,
                "campaigns": many(id_(), least=1, most=MOST_CAMPAIGNS, about="Else all."),
                **_WHEN,
                "day": _DAY,
                "time": _TIME,
                "receivers": many(text(), about="Of `receivers` of the list."),
            },
            needed=("name", "kind", "every", "time", "timezone"),
        ),
        example={
            "name": "Week",
            "kind": "summary",
            "every": "week",
            "day": 0,
            "time": "06:30",
            "timezone": "Europe/Prague",
        },
        refusals={409: TooManySchedulesError.__doc__ or ""},
        keyed=True,
    ),
    "DELETE /api/v1/schedules/{schedule_id}": Operation(
        "End a schedule; its files stay",
        TAG,
        {200: ref("Schedule")},
        body=row({"reason": text("Why, in one line; the audit keeps it.", most=LONGEST_REASON)}),
        example={"reason": "nobody reads it"},
        refusals={409: "It cannot be done as things stand."},
        keyed=True,
    ),
    "GET /api/v1/schedules/{schedule_id}/files": Operation(
        "The runs of a schedule, the newest first",
        TAG,
        {200: row({"files": many(ref("ReportFile")), "next_cursor": maybe(text())})},
        query=(
            Parameter("limit", whole(least=1, most=PAGE_LIMIT), f"{DEFAULT_LIMIT} without it."),
            Parameter("cursor", id_(), "`next_cursor` of the page before."),
        ),
    ),
    "GET /api/v1/report-files/{file_id}": Operation(
        "A file that was written by itself",
        TAG,
        {200: text("The file.")},
        about="That it was taken is written into the audit.",
        kind="text/csv",
        others={
            "application/json": {},
            "application/pdf": text(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": text(),
        },
    ),
}
