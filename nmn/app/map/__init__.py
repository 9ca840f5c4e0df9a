"""Map: what the parameters do."""
