"""Messages to receivers outside: an outbox in the database, and a way to each kind of receiver."""
