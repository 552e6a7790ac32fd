"""Where the rows of reports come from: one file a kind, each with its columns and its rows."""
