"""Sealed identities: the web process can put a phone number in, and cannot take it out."""
