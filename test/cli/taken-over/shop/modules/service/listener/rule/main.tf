variable "socket" {
  type = string
}

variable "priority" {
  type = number
}

variable "tags" {
  type = map(any)
}

resource "terraform_data" "rule" {
  input = jsonencode({ socket = var.socket, priority = var.priority, round = lookup(var.tags, "round", null) })

  lifecycle {
    ignore_changes = [triggers_replace]
    precondition {
      condition     = var.priority >= 0
      error_message = "No such priority."
    }
  }
}

output "id" {
  value = terraform_data.rule.id
}
