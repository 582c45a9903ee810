"""guidegen publishes mentorship guides and program handbooks.

The verbs are in the rooms of this package, the nouns in `guidegen.model`;
`ARCHITECTURE.md` is the plan of the house.
"""

__version__ = "0.1.0"
