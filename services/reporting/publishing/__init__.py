"""Which reports of quarters and years are published: frozen at a position, signed, and what is otherwise since?"""
