"""Does the repository keep the shape it promises?"""
