"""What happened, as reported, and in which order did we learn it?"""
