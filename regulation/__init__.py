"""The hospital's regulation as dated data: calling hours, holidays, outcomes and options."""
