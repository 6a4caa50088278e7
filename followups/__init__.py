"""Rules make tasks, tasks are called, calls are recorded: the agent's day."""
