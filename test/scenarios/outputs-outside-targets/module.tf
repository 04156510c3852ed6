resource "terraform_data" "a" {
  input = "x"
}

output "id" {
  value = terraform_data.a.id
}

output "out" {
  value = terraform_data.a.output
}

output "plain" {
  value = "p"
}
