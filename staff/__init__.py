"""Who works here: users, roles, permissions, departments and the append-only log."""
