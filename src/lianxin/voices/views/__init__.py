"""Pages of the case room, one file per audience."""
