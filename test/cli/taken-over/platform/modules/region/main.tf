terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = [terraform.main, terraform.backup]
    }
  }
}

variable "name" {
  type = string
}

variable "zones" {
  type = list(string)
}

variable "size" {
  type = number
}

variable "round" {
  type = number
}

locals {
  zones = { for zone in var.zones : "${var.name}-${zone}" => upper(zone) }
}

resource "terraform_data" "adopted" {
  provider = terraform.main
}

resource "terraform_data" "backup" {
  provider = terraform.backup
  input    = var.name
}

module "zone" {
  source   = "./zone"
  for_each = local.zones

  providers = {
    terraform = terraform.backup
  }

  name   = each.key
  letter = each.value
  size   = var.size
  round  = var.round
}

output "zones" {
  value = { for name, zone in module.zone : name => zone.id }
}

output "nodes" {
  value = flatten(values(module.zone)[*].nodes)
}
