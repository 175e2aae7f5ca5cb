"""What has just changed, and who is told: streams, open pages, and the bus?"""
