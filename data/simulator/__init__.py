"""A dialer that is not one: it plays campaigns by the contract alone, in a process of its own."""
