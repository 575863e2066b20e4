def test() -> None: "x"
