print("evidencepack")
