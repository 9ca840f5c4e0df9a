"""The command line, and the generated parts of the docs."""
