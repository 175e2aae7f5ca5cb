"""How does a service follow the log, keep notes of it and append to it? The log itself is kept by intake."""
