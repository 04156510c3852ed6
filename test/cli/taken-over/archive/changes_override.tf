resource "terraform_data" "overridden" {
  input = "in the override, round ${var.round}"
}
