"""Deadlines: what is due when, article by article?"""
