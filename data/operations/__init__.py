"""Long deeds: planned, fenced, done in steps by whoever is alive, and undone."""
