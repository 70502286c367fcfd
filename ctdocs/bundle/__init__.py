"""Documents together: the pack of an area."""
