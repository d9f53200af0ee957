"""Congresses, terms, deputies and their mandates, handling units: who is who."""
