"""The failure of a response that breaks the contract, whichever test received it."""


class ContractViolation(AssertionError):
    """A response that openapi.yaml or contract.toml does not allow."""
