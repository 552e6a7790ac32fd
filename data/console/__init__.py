"""The command line beyond serving: users, tokens and walls."""
