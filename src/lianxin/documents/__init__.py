"""Paper: PDF documents set by typst from plain data."""
