"""Public pages. No view asks who is there."""
