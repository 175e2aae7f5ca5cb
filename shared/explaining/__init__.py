"""What follows from facts, and why: asked over HTTP of the services that judge?"""
