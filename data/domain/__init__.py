"""The domain: standard library only, no I/O and no clock (`now` is an argument)."""
