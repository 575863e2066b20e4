"""The contract suite: every rule of contract.toml, checked over real HTTP."""
