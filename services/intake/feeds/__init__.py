"""How does what courts' systems offer become facts: pulled from them, or told by their webhooks?"""
