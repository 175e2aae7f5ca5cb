"""Five services, each the answer to one question about lawsuits against agencies."""
