"""The card of reports that come by themselves."""

SCHEDULES = "schedules"
