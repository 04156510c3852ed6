variable "port" {
  type = number
}

variable "targets" {
  type = list(string)
}

variable "tags" {
  type    = map(any)
  default = {}
}

resource "terraform_data" "socket" {
  input            = { port = var.port, targets = var.targets }
  triggers_replace = var.port
}

module "rule" {
  source = "./rule"
  count  = 2

  socket   = terraform_data.socket.id
  priority = count.index
  tags     = var.tags
}

output "rules" {
  value = module.rule[*].id
}
