"""Forms of the case room: `citizen` for those who raise a matter, `staff` for those who handle it."""
