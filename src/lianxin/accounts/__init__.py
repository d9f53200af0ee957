"""Who may sign in, and which role they hold in which place or unit, for how long, by whose word."""
