"""What runs while a backend answers one request, and whose it is."""
