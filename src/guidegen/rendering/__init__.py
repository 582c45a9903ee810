"""Nouns become bytes, given a theme."""
