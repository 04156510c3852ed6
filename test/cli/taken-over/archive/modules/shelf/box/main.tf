variable "number" {
  type = number
}

variable "text" {
  type    = string
  default = null
}

variable "shelf" {
  type = string
}

resource "terraform_data" "box" {
  input = "${var.number}: ${var.text}"
}

module "label" {
  source = "./label"
  text   = terraform_data.box.output
}

output "id" {
  value = terraform_data.box.id
}

output "text" {
  value = coalesce(var.text, "none")
}
