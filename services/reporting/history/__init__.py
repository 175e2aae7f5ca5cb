"""What was known of the figures at an earlier moment, and what has changed them since?"""
