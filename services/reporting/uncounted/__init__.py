"""Why does a case not count in a figure, or only in its denominator (docs/figures.md)?

`noting` says with each case what its contribution alone does not tell, `telling` reads it back, `sentences` has the
words, `listing` the pages of cases that a figure of a row and period leaves out.
"""
