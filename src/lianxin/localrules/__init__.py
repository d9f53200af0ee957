"""Local rules: a place's own numbers, entered by its congress's office. See README.md."""
