"""The failure of a response that breaks the contract, whichever test received it."""


class ContractViolation(AssertionError):
    """A response that openapi.yaml or contract.toml does not allow.

    `requirement` is the id of the rule that it breaks, or empty for a shape that
    openapi.yaml does not know.
    """

    def __init__(self, message: str, requirement: str = "") -> None:
        super().__init__(f"{requirement}: {message}" if requirement else message)
        self.requirement = requirement


# Tracebacks name an exception by its module unless that is this one.
ContractViolation.__module__ = "builtins"
