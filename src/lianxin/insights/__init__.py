"""社情民意研判: figures over cases, read-only."""
