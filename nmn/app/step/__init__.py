"""Step through: windows of a run, packed for the stage in the browser."""
