"""What does the law say? Packs of rules as data, and the concepts several services need, as pure functions."""
