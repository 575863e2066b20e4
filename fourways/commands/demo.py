def demo() -> None: "x"
