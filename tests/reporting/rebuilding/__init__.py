"""Are views that are filled anew those that were kept day by day, and is one version asked at a time, whole?"""
