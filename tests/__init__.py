"""Does it do what the regulations and the design say?"""
