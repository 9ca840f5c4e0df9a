"""A user who presses everything at random, by a seed: `python -m monkey --help` in tests/browser, or `make monkey`."""
