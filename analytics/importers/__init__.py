"""Files in, typed rows out: each importer turns text into stored tables and says what it refused."""
