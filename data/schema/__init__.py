"""The tables, the triggers that keep history, and the migrations that bring both about."""
