"""The page of who has access."""

ACCESS = "access"
