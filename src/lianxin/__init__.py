"""Lianxin 连心桥: the bridge between people and their deputies."""
