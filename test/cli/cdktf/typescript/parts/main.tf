variable "name" {
  type = string
}

module "inner" {
  source = "./inner"
  name   = var.name
}

output "said" {
  value = module.inner.said
}
