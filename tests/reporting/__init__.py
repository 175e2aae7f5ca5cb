"""Does reporting answer what the facts and findings say?"""
