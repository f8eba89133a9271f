"""Coming back to what was agreed: is it still right, and did it pay?"""
