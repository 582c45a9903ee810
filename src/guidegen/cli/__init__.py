"""The faces of guidegen.  The only floor that prints."""
