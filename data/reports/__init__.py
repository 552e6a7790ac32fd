"""Reports: rows that agree with the screens, files that can be checked."""
