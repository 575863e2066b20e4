"""What the contract's suite cannot see from outside."""
