"""How does a bureau get its ledger back, made from the facts that count?"""
