"""`python -m guidegen`, for where the command is not on the path."""

from guidegen.cli.main import main

main()
