"""The compiled loops: the equations of `nmn.equations`, fused."""
