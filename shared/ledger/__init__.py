"""What is a case ledger: its columns, the facts a row states, and the row that facts make?"""
