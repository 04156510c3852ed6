names = ["alpha", "beta", "gamma", "delta", "epsilon"]
texts = {
  alpha = <<-TEXT
    Two lines,
      one indented; $${literally} and %%{ too.
  TEXT
}
