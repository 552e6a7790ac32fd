"""Components as pure functions, one file each."""
