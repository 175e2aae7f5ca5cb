"""What follows from the law in memory: over scenarios, without a log, a broker or a clock?"""
