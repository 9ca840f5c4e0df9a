"""Lessons: their text, their questions, and how answers are marked from the real run."""
