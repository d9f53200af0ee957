"""Forms of the suggestion room."""
