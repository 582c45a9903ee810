"""Files become nouns.  The only wing that opens the content folder."""
