"""The wall's one board, a file for each of its parts; the numbers are filled live."""
