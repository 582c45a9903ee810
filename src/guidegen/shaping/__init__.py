"""Nouns become other nouns: order, editions, links.  Pure."""
