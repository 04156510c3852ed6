variable "name" {
  type = string
}

resource "terraform_data" "inner" {
  input = "${var.name} of ${basename(path.module)}"
}

output "said" {
  value = terraform_data.inner.output
}
