"""`python -m xlperf`, for machines where the `xlperf` command is not on the path."""

import sys

from xlperf.cli import main

if __name__ == "__main__":  # a worker process imports this module again
    sys.exit(main())
