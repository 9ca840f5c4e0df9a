"""Race: which network learns a task."""
