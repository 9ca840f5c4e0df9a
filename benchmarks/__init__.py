"""What the engine takes, beside other libraries and beside the machine: `make bench`, or `python -m benchmarks -h`."""
