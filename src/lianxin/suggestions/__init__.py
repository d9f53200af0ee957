"""代表建议: from the first draft to the kept promise."""
