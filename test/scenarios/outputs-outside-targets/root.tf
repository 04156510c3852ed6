module "m" {
  source   = "./m"
  for_each = toset(["k", "l"])
}

resource "terraform_data" "z" {}

output "all" {
  value = module.m
}

output "one" {
  value = module.m["l"].id
}

output "dynamic" {
  value = module.m["l"].out
}

output "list" {
  value = [for k in ["k", "l"] : module.m[k].id]
}

output "outside" {
  value = terraform_data.z.id
}
