"""What people do: one file a noun, one function a deed. Each goes through the one door."""
