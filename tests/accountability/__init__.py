"""Accountability: what failed and what must follow, article by article?"""
