"""The benchmarks: `python -m tests.bench`. Apart from the tests, which never run them."""
