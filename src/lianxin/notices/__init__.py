"""In-app notices: a line for one account, delivered once, read or not."""
