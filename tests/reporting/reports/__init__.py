"""Are the bulletin and the annual report what the figures say?"""
