"""A package, so that no library which brings a folder of this name takes its place."""
