"""One value of a table at a time: what stands there, what it means, or why it cannot be read (F27, F28)."""
