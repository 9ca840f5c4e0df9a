"""The page that plays lessons."""
