"""What do the ledgers and registers that bureaus keep today say, told as facts?"""
