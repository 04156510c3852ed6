output "ports" {
  description = "By service."
  value       = { for name, service in module.service : name => service.port }
}

output "secrets" {
  value     = { for name, service in module.service : name => service.secret }
  sensitive = true
}

output "balancer" {
  value = terraform_data.load_balancer.id

  precondition {
    condition     = terraform_data.load_balancer.id != ""
    error_message = "The load balancer has no ID."
  }
}
