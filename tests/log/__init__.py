"""The log: does everybody read the same, once, in order, whatever breaks?"""
