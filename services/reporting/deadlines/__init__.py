"""Which deadlines are there, how does each stand today, and whom does it concern?"""
