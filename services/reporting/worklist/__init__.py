"""What waits for somebody, who must act, and by which day?"""
