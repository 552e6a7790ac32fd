"""Everything that is seen or clicked."""
