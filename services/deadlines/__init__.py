"""By when must it be done, and was it kept?"""
