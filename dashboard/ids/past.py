"""The ids of the time machine, beside those of the campaign page that it shows."""

BAR = "time-bar"
MOMENT = "past-moment"
