"""The explorer: a room for each page, and what the pages share."""
