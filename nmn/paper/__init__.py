"""The definition: the equations of the paper and of its Section VI in readable NumPy, and one step of them all."""
