"""The command line: thin doors that parse, call one function and print."""
