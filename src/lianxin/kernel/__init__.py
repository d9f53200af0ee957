"""Plain Python under every room: no Django here."""
