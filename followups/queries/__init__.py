"""Statements that work on sets of visits and tasks; what they mean stands in `policy` and `planning`."""
