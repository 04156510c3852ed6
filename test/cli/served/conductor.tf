resource "conductor_blueprint" "shop" {
  blueprint_id = "shop"
  archive      = "blueprints/shop"
  visibility   = "tenant"
  labels       = { team = ["shops ${var.round}"] }
}

resource "conductor_site" "london" {
  name     = "london"
  location = "51.509865, -0.118092"
}

resource "conductor_deployment" "shop" {
  for_each     = { london = 8080, paris = 8081 + var.round }
  id           = "shop-${each.key}"
  blueprint_id = conductor_blueprint.shop.blueprint_id
  inputs       = { port = each.value }
  site_name    = conductor_site.london.name
  labels       = { team = ["shops"] }
  install      = true
}

resource "conductor_deployment_group" "shops" {
  id          = "shops"
  description = "All shops, round ${var.round}"
  labels      = { team = ["shops"] }
}

resource "conductor_deployment_group_member" "london" {
  group_id      = conductor_deployment_group.shops.id
  deployment_id = conductor_deployment.shop["london"].id
}

resource "conductor_execution_schedule" "nightly" {
  id            = "nightly-heal"
  deployment_id = conductor_deployment.shop["london"].id
  workflow_id   = "heal"
  since         = "2040-01-01 02:00:00"
  recurrence    = "1 day"
  weekdays      = ["mo", "tu", "we", "th", "fr"]
}

resource "conductor_filter" "shops" {
  filter_id     = "shops"
  resource_type = "deployments"
  filter_rules = [
    { key = "team", values = ["shops"], operator = "any_of", type = "label" },
    { key = "blueprint_id", values = ["shop ${var.round}"], operator = "any_of", type = "attribute" },
  ]
}

resource "conductor_inter_deployment_dependency" "london_needs_paris" {
  dependency_creator = "landform"
  source_deployment  = conductor_deployment.shop["london"].id
  target_deployment  = conductor_deployment.shop["paris"].id
}

resource "conductor_ldap_configuration" "ldap" {
  server           = "ldaps://ldap.example.org:636"
  domain           = "example.org"
  base_dn          = "dc=example,dc=org"
  username         = "cn=landform,dc=example,dc=org"
  password         = var.secret
  password_version = "1"
}

resource "conductor_license" "license" {
  content         = "customer_id: shops"
  content_version = "2026"
}

resource "conductor_plugin" "aws" {
  archive_url = "https://plugins.example.org/aws-plugin-3.0.5.zip"
  title       = "AWS"
  visibility  = "global"
}

resource "conductor_role_permission" "viewers" {
  role       = "viewer"
  permission = "user_list"
}

resource "conductor_secret" "database" {
  key             = "database-password"
  value           = "${var.secret} ${var.round}"
  is_hidden_value = true
}

resource "conductor_secrets_provider" "vault" {
  name                  = "vault"
  type                  = "vault"
  connection_parameters = { url = "https://vault.example.org:8200", token = var.secret, path = "secret/shops" }
}

resource "conductor_snapshot" "before_upgrade" {
  id             = "before-upgrade"
  include_events = false
  include_logs   = false
}

resource "conductor_tenant" "shops" {
  name = "shops"
}

resource "conductor_user" "ann" {
  username         = "ann"
  password         = var.secret
  password_version = "1"
}

resource "conductor_user_group" "operators" {
  name = "operators"
}

resource "conductor_user_group_member" "ann" {
  group_name = conductor_user_group.operators.name
  username   = conductor_user.ann.username
}

resource "conductor_tenant_user" "ann" {
  tenant_name = conductor_tenant.shops.name
  username    = conductor_user.ann.username
  role        = "operations"
}

resource "conductor_tenant_user_group" "operators" {
  tenant_name = conductor_tenant.shops.name
  group_name  = conductor_user_group.operators.name
  role        = "operations"
}

data "conductor_deployments" "shops" {
  depends_on = [conductor_deployment.shop]
}
