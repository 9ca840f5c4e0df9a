"""What every page has: frame, sidebar, figures, and the runs that are kept."""
