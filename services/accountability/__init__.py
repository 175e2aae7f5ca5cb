"""Who failed to appear, what was lost, and what must follow?"""
