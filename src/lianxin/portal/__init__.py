"""The pages everybody may open without an account."""
