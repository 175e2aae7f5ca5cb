"""What do the services conclude? One module a service, in the order in which they read one another."""
