print("syndicate")
