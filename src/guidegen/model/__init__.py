"""The nouns: frozen values without input or output.  Every floor above may use them."""
