"""Who is told of a deadline, how, and what if it fails?"""
