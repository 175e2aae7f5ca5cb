"""What will the year end at: at worst and at best, what is still needed, and which hearings decide it?"""
