"""The door to the training recipe: the same as `stanceboard train`. Settings are in training.toml beside this file."""

import sys

from stanceboard.training import main

if __name__ == "__main__":
    sys.exit(main())
