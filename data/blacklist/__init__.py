"""The blacklist: numbers that are not to be called, and the contacts that have them."""
