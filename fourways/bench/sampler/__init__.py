"""What a backend gets on its PYTHONPATH while its time is looked at."""
