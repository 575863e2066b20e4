"""What a backend gets on its PYTHONPATH while its statements are written down."""
