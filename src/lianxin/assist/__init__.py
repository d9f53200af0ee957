"""Local text help: what looks like personal data, which matters are alike. Nothing leaves the machine."""
