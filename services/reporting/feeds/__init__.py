"""What came from each source on which day, was it late, is it all, and which source has fallen silent?"""
