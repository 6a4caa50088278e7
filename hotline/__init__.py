"""What the centre owes whoever called or was called: promised call-backs (A24, C6)."""
