terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}

variable "name" {
  type = string
}

variable "letter" {
  type = string

  validation {
    condition     = can(regex("^[A-Z]$", var.letter))
    error_message = "A zone is one letter, not ${var.letter}."
  }
}

variable "size" {
  type = number
}

variable "round" {
  type = number
}

resource "terraform_data" "network" {
  input = cidrsubnet("10.0.0.0/8", 8, index(["A", "B", "C"], var.letter))
}

module "node" {
  source = "./node"
  count  = var.size

  number  = count.index
  network = terraform_data.network.output
  round   = var.round
}

output "id" {
  value = terraform_data.network.id
}

output "nodes" {
  value = module.node[*].id
}
