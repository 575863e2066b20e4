"""Programs that make load. `load.generator` chooses one."""
