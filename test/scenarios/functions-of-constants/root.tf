resource "terraform_data" "a" {
  for_each = toset(["x"])
  input    = upper("x")
}

resource "terraform_data" "b" {
  count = length([1])
}

module "m" {
  source   = "./m"
  for_each = toset(["x"])
}

module "n" {
  source = "./m"
  count  = length([1])
}
