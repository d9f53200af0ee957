"""Pages of the suggestion room."""
