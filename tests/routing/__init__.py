"""Routing: who answers, article by article?"""
