"""Intake: does what is reported get onto the log, once and for ever?"""
