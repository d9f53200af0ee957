"""An invented year of a real prefecture, and the tour through it. Demo mode only, on loopback only."""
