"""How are NATS and the stream of the log set up, on one machine or many?"""
