"""The tree of places from province to village, by their statistical codes."""
