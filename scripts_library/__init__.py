"""What to say: the steps of a call, by visit kind, in the hospital's wording."""
