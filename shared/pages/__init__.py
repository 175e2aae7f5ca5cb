"""What do the pages of several services have in common: the frame, the words, the styles, how they are sent?"""
