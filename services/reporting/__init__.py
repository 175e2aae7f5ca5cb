"""How does each district and each agency stand, and why?"""
