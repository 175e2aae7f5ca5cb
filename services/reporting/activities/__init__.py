"""What was done for the work itself: typical cases, meetings, training, observers, commendation, work reports?"""
