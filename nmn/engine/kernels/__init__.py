"""The compiled loops: the equations of `nmn.paper.equations`, fused."""
