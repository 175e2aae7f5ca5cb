"""How does each agency stand in the yearly assessment: by figures, recorded by whom, frozen since when?"""
