"""The order of events: what is to be made, what must be made again, and making it."""
