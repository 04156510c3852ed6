terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

provider "terraform" {
  alias = "second"
}

variable "round" {
  type    = number
  default = 0
}

variable "regions" {
  type = map(object({
    zones = list(string)
    size  = optional(number, 1)
  }))
  default = {
    "eu-west" = { zones = ["a", "b", "c"] }
    "us/east" = { zones = ["a", "b"], size = 2 }
  }
}

module "region" {
  source   = "./modules/region"
  for_each = var.regions

  providers = {
    terraform.main   = terraform
    terraform.backup = terraform.second
  }

  name  = each.key
  zones = each.value.zones
  size  = each.value.size + var.round % 3
  round = var.round
}

resource "terraform_data" "directory" {
  input = {
    for name, region in module.region : name => {
      nodes = region.nodes
      zones = keys(region.zones)
    }
  }
}

resource "terraform_data" "order" {
  count      = 3
  input      = "step ${count.index} of round ${var.round}"
  depends_on = [module.region["eu-west"]]

  lifecycle {
    replace_triggered_by = [terraform_data.directory]
  }
}

moved {
  from = module.area
  to   = module.region
}

removed {
  from = module.retired
  lifecycle {
    destroy = true
  }
}

import {
  to = module.region["eu-west"].terraform_data.adopted
  id = "adopted-west"
}

import {
  to = module.region["us/east"].terraform_data.adopted
  id = "adopted-east"
}

output "nodes" {
  value = flatten([for region in values(module.region) : region.nodes])
}

output "summary" {
  value = <<-EOT
    Round ${var.round}
    %{for name, region in module.region~}
    ${name}: ${length(region.nodes)} nodes
    %{endfor~}
  EOT
}
