"""How the services are started, told what to do, and watched: one machine, containers, the command line."""
