"""What is measured: one file each, with a `measure(bench)` that yields results."""
