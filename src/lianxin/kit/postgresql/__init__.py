"""Django's PostgreSQL backend, asking less often whether the connection still lives."""
