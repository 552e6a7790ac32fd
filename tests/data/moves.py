"""How each move is to be taken in each mode, written out from the description of the domain."""

_MODES = ("preview", "progressive", "predictive")
_WORDS = {"E": "expected", "T": "tolerated", "U": "unexpected"}
# A letter for each mode; what is not listed is unexpected in all.
_MOVES: dict[str | None, dict[str, str]] = {
    None: {"initial": "EEE", "invalid_record": "EEE", "blacklisted": "EEE"},
    "initial": {
        "invalid_record": "EEE",
        "blacklisted": "EEE",
        "awaiting_free_operator": "EET",
        "operator_assigned": "EET",
        "calling": "TTE",
        "dial_failed": "ETT",
        "canceled_by_admin": "EEE",
        "removed": "EEE",
    },
    "awaiting_free_operator": {
        "operator_assigned": "EET",
        "call_in_progress": "UTE",
        "canceled_by_client": "UUE",
        "canceled_by_admin": "EEE",
        "removed": "EEE",
    },
    "operator_assigned": {
        "awaiting_free_operator": "EEE",
        "operator_assigned": "TTT",
        "initial": "TTT",
        "bcw": "EUU",
        "calling": "TEU",
        "rejected_by_operator": "EUU",
        "dial_failed": "ETT",
        "call_in_progress": "UTE",
        "canceled_by_client": "UUE",
        "canceled_by_admin": "EEE",
        "removed": "TTT",
    },
    "bcw": {
        "calling": "EUU",
        "rejected_by_operator": "EUU",
        "dial_failed": "ETT",
        "canceled_by_admin": "EEE",
        "removed": "TTT",
    },
    "calling": {
        "call_in_progress": "EEE",
        "awaiting_free_operator": "UTE",
        "operator_assigned": "UTE",
        "retry_scheduled": "EEE",
        "dial_failed": "EEE",
        "rejected_by_operator": "EUU",
        "canceled_by_client": "UUE",
        "canceled_by_admin": "TTT",
    },
    "call_in_progress": {"success": "EEE", "acw": "EEE", "canceled_by_admin": "TTT"},
    "acw": {"success": "EEE", "retry_scheduled": "TTT"},
    "success": {"acw": "TTT", "removed": "TTT"},
    "retry_scheduled": {
        "awaiting_free_operator": "EET",
        "operator_assigned": "EET",
        "calling": "TTE",
        "initial": "TTT",
        "blacklisted": "EEE",
        "canceled_by_admin": "EEE",
        "removed": "EEE",
    },
    "dial_failed": {"retry_scheduled": "TTT", "removed": "TTT"},
    "canceled_by_client": {"retry_scheduled": "TTT", "removed": "TTT"},
    "rejected_by_operator": {"retry_scheduled": "TTT", "initial": "TTT", "removed": "TTT"},
    "blacklisted": {"initial": "EEE", "removed": "TTT"},
    "invalid_record": {"removed": "EEE"},
    "canceled_by_admin": {"removed": "TTT"},
}


def taken(mode: str, left: str | None, entered: str | None) -> str:
    """`expected`, `tolerated` or `unexpected`. Somebody may delete a contact by hand."""
    if entered is None:
        return "tolerated"
    letters = _MOVES.get(left, {}).get(entered, "UUU")
    return _WORDS[letters[_MODES.index(mode)]] if mode in _MODES else "unexpected"
