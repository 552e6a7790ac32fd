"""Who there is: users, their sessions, tokens of programs, walls, and who is signed in now."""
