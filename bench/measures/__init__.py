"""One function for each group of rows."""
