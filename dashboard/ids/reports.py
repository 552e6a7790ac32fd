"""The page of reports."""

REPORTS = "reports"
