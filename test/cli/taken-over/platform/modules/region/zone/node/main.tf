variable "number" {
  type = number
}

variable "network" {
  type = string
}

variable "round" {
  type = number
}

resource "terraform_data" "node" {
  input = {
    address = var.network
    number  = var.number
    half    = var.number / 2
  }
}

resource "terraform_data" "agent" {
  for_each = toset(["logs", "metrics"])
  input    = [terraform_data.node.id, each.key, var.round]

  triggers_replace = {
    number = var.number
  }

  lifecycle {
    create_before_destroy = true
  }
}

output "id" {
  value = terraform_data.node.id
}
