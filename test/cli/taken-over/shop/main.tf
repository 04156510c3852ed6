terraform {
  required_version = ">= 1.5"
}

locals {
  services = {
    web    = { port = 80, replicas = 5 }
    api    = { port = 8080, replicas = 8, secret = true }
    worker = { port = 0, replicas = 6 }
  }
  common = {
    round = var.round
    team  = "shop"
  }
}

module "service" {
  source   = "./modules/service"
  for_each = local.services

  name     = each.key
  settings = each.value
  tags     = local.common
  password = var.password
}

module "maintenance" {
  source = "./modules/service"
  count  = var.round % 2

  name       = "maintenance"
  settings   = { port = 90, replicas = 1 }
  tags       = local.common
  password   = var.password
  depends_on = [module.service]
}

resource "terraform_data" "load_balancer" {
  input = {
    targets = { for name, service in module.service : name => service.ids }
    round   = var.round
  }
  triggers_replace = [for name in sort(keys(module.service)) : module.service[name].port]

  lifecycle {
    create_before_destroy = true
    postcondition {
      condition     = length(self.input.targets) == 3
      error_message = "There must be three services."
    }
  }
}

resource "terraform_data" "marker" {
  count = 2
  input = "marker-${count.index}-${var.round}"

  provisioner "local-exec" {
    command = "echo created ${self.input} >> provisioned.log"
    quiet   = true
  }

  provisioner "local-exec" {
    when       = destroy
    command    = "echo destroyed >> provisioned.log"
    on_failure = continue
  }
}

import {
  for_each = toset(["old", "older"])
  to       = terraform_data.imported[each.value]
  id       = "known-as-${each.value}"
}

resource "terraform_data" "imported" {
  for_each = toset(["old", "older"])
}

moved {
  from = terraform_data.balancer
  to   = terraform_data.load_balancer
}

removed {
  from = terraform_data.forgotten
  lifecycle {
    destroy = false
  }
}

check "services" {
  assert {
    condition     = alltrue([for service in module.service : length(service.ids) > 0])
    error_message = "A service has no replica."
  }
}

