"""What a server gets on its PYTHONPATH while its clock is put back."""
