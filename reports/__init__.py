"""What the call centre tells the hospital: figures, reports, their approval and their files."""
