"""The failure of a response that breaks the contract, whichever test received it."""


class ContractViolation(AssertionError):
    """A response that openapi.yaml or contract.toml does not allow."""


# Tracebacks name an exception by its module unless that is this one.
ContractViolation.__module__ = "builtins"
