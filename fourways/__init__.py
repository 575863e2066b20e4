"""The `fourways` command: start backends, run the contract suite, compare."""
