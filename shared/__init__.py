"""What every service may import: the published language, the law, and the log; it imports no service."""
