"""`python -m servicepoints` is the command line."""

from servicepoints.cli import main

if __name__ == "__main__":
    main()
