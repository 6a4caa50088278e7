"""The hospital's regulation in plain Python: no Django, no database and no clock."""
