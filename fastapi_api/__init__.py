"""The bookmarks API in FastAPI. Start reading at `main.py:create_app`."""
