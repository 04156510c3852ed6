variable "name" {
  type = string
}

variable "settings" {
  type = object({
    port     = number
    replicas = optional(number, 1)
    secret   = optional(bool, false)
  })

  validation {
    condition     = var.settings.port < 65536
    error_message = "Not a port."
  }
}

variable "tags" {
  type = map(any)
}

variable "password" {
  type      = string
  sensitive = true
}

resource "terraform_data" "replica" {
  count = var.settings.replicas
  input = merge(var.tags, { name = format("%s-%02d", var.name, count.index) })
}

resource "terraform_data" "secret" {
  count = var.settings.secret ? 1 : 0
  input = sha256("${var.name}/${var.password}")
}

module "listener" {
  source = "./listener"

  for_each = var.settings.port == 0 ? {} : { main = var.settings.port, admin = var.settings.port + 1 }
  port     = each.value
  targets  = terraform_data.replica[*].id
  tags     = var.tags
}

output "ids" {
  value = terraform_data.replica[*].id
}

output "port" {
  value = var.settings.port
}

output "secret" {
  value     = one(terraform_data.secret[*].output)
  sensitive = true
}
