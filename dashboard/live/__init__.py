"""From a snapshot to what is on the screens."""
