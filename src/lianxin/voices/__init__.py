"""民情: a citizen's matter, from the first word to the answer, the rating and the public page."""
