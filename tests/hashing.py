"""Passwords that are hashed a hundred times faster: imported by test processes and by the process
that served programs are forked from. What the product itself does is tested by `test_passwords`."""

from argon2 import PasswordHasher

from data.accounts import passwords

passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
passwords._NOBODYS = passwords._HASHER.hash(b"nobody's")
