"""Looking an area's own Word template over: everything that is wrong with it at once, each with its paragraph."""
