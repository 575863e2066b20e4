"""What the HTTP suite cannot see: statements, plans, migrations, settings."""
