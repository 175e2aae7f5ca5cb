"""Do scenario files, their runner, their coverage and their command do what the regulation's readers expect?"""
