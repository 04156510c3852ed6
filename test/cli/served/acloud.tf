resource "acloud_cloud_account" "of" {
  for_each      = toset(["aws", "azure", "digitalocean", "hetzner", "openstack", "vsphere", "dummy"])
  display_name  = "${each.key} account ${var.round}"
  cloud_profile = each.key
  metadata      = { owner = "platform" }
}

resource "acloud_cloud_credentials_aws" "key" {
  cloud_account_identity = acloud_cloud_account.of["aws"].identity
  display_name           = "deploy key ${var.round}"
  access_key_id          = "AKIAEXAMPLE"
  access_key_secret      = var.secret
  secret_version         = "1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "acloud_cloud_credentials_azure" "key" {
  cloud_account_identity = acloud_cloud_account.of["azure"].identity
  tenant_id              = "contoso"
  subscription_id        = "main"
  client_id              = "landform"
  client_secret          = var.secret
}

resource "acloud_cloud_credentials_digitalocean" "key" {
  cloud_account_identity = acloud_cloud_account.of["digitalocean"].identity
  api_key                = var.secret
}

resource "acloud_cloud_credentials_hetzner" "key" {
  cloud_account_identity = acloud_cloud_account.of["hetzner"].identity
  display_name           = "deploy token"
  api_token              = var.secret
}

resource "acloud_cloud_credentials_openstack" "key" {
  cloud_account_identity = acloud_cloud_account.of["openstack"].identity
  credential_id          = "landform"
  credential_secret      = var.secret
}

resource "acloud_cloud_credentials_vsphere" "key" {
  cloud_account_identity = acloud_cloud_account.of["vsphere"].identity
  username               = "landform@vsphere.local"
  password               = var.secret
}

resource "acloud_cloud_credentials_dummy" "none" {
  cloud_account_identity = acloud_cloud_account.of["dummy"].identity
}

resource "acloud_primary_cloud_credentials" "primary" {
  cloud_account_identity = acloud_cloud_account.of["dummy"].identity
  credentials_identity   = acloud_cloud_credentials_dummy.none.identity
}

data "acloud_cloud_account" "aws" {
  identity = acloud_cloud_account.of["aws"].identity
}
