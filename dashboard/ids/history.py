"""The history of a campaign, on its page."""

HISTORY = "history"
MOVES = "history-moves"
RATE = "history-rate"
STATES = "history-states"
