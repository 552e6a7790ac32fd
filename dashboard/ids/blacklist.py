"""The page of the blacklist."""

PAGE = "blacklist"
ADD = "blacklist-add"
