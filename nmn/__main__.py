"""`python -m nmn` is the `nmn` command."""

import sys

from nmn.cli.main import main

sys.exit(main())
