"""Who must answer, and who must appear?"""
