"""What can go wrong, as people read it: each docstring is the sentence they see."""

from data.domain.masking import masked_text


class DashboardError(Exception):
    """Something went wrong in the dashboard."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "").split("\n")[0]


class SettingError(DashboardError):
    """A setting has a value that cannot be used."""


class SchemaError(DashboardError):
    """The database does not have this version's tables: run `app.py migrate`."""


class StandbyError(DashboardError):
    """The database is a standby: its snapshots hide running transactions, so counts would drift."""


class LogBrokenError(DashboardError):
    """The log does not go on where the snapshot stands: everything has to be read anew."""


class NegativeCountError(LogBrokenError):
    """A count fell below zero: the log and the counts do not belong together."""


class FileReplacedError(DashboardError):
    """The database's file is gone, or another one stands in its place."""


class DeadlineError(DashboardError):
    """The database did not answer in time."""


class TooManyCampaignsError(DashboardError):
    """There are more campaigns than the dashboard can show: 20,000."""


class CursorError(DashboardError):
    """The cursor is none that an answer contained."""


class TooManyStatesError(DashboardError):
    """The campaign has too many unknown states to put in one order: choose some states."""


class RestoredError(DashboardError):
    """The database was restored from a dump of another server: run `app.py migrate`."""


class BrokerError(DashboardError):
    """The embedded Redis could not be started."""


def reason_of(error: Exception) -> str:
    """What went wrong in one line; of a database's error its own words, without the SQL.

    Numbers that could be called are masked: databases repeat what they were given.
    """
    cause = getattr(error, "orig", None) or error
    line = (str(cause).strip() or type(cause).__name__).split("\n")[0]
    return masked_text(line) or ""


class HistoryAheadError(DashboardError):
    """The log does not reach as far as that: it is another database, or one that went back."""


class TooMuchHistoryError(DashboardError):
    """That is more history than one question may ask for: choose a shorter span."""


class EmptySpanError(DashboardError):
    """The span is empty: it has to begin before it ends, and before now."""


class LongSpanError(DashboardError):
    """The span is too long: choose a shorter one."""


class NotBegunError(DashboardError):
    """A campaign that has not begun cannot be compared with another one since the start."""


class HistoryGivenUpError(DashboardError):
    """History that old is kept as sums by the minute only: choose a later start."""


class ReportFormatError(DashboardError):
    """That report is not to be had in that format."""


# Of whoever asks for history: asking again would not help.
REFUSALS = (TooMuchHistoryError, HistoryGivenUpError, ReportFormatError)


class NoReportError(DashboardError):
    """The file is no report of this program, or it was cut off."""
