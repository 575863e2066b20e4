"""The workshop kit: build the server, then give its layers away."""
