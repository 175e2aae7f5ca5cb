"""How do nats-server and the five services run together on one machine?"""
