"""Links: all that one can hold, as text and back, and what older links meant."""
