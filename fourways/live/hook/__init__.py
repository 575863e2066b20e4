"""What a backend gets on its PYTHONPATH while it is watched."""
