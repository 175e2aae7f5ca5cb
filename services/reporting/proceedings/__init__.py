"""How far has the proceeding after each loss come, what does it wait for, and what does it rest on?"""
