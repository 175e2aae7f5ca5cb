"""Which suggestions of courts and procuratorates are there, and was each answered in time?"""
