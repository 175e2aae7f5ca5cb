"""What is on the log and cannot be used yet, why, and what would release it?"""
