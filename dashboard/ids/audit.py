"""The audit page."""

AUDIT = "audit"
