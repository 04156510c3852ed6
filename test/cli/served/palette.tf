resource "palette_api_key" "automation" {
  name   = "automation-${var.round}"
  expiry = "2030-01-31T00:00:00.000Z"
}

resource "palette_cloud_account_vsphere" "vcenter" {
  name             = "vcenter"
  vcenter_server   = "vcenter.example.com"
  username         = "landform@vsphere.local"
  password         = var.secret
  password_version = "1"
}

data "palette_pack" "kubernetes" {
  name    = "kubernetes"
  version = "1.21.10"
}

resource "palette_cluster_profile" "base" {
  name       = "base"
  cloud_type = "vsphere"
  labels     = { team = "platform ${var.round}" }
  packs = [
    { name = "ubuntu-vsphere", tag = "18.4.14" },
    { name = "kubernetes", tag = "1.21.10", uid = data.palette_pack.kubernetes.uid, values = data.palette_pack.kubernetes.values },
    { name = "cni-calico", tag = "3.10.2" },
    { name = "csi-vsphere-csi", tag = "1.0.0" },
  ]
  variables = [{ name = "region", format = "string", required = true }]
}

resource "palette_cluster_vsphere" "shop" {
  name              = "shop"
  cloud_account_uid = palette_cloud_account_vsphere.vcenter.uid
  profiles = [{
    uid         = palette_cluster_profile.base.uid
    revision    = palette_cluster_profile.base.revision
    pack_values = [{ name = "cni-calico", values = "mtu: 9000" }]
  }]
  datacenter   = "Datacenter"
  folder       = "shop"
  network_name = "VM Network"
  ssh_keys     = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxyz shop"]
  machine_pools = [
    { name = "control-plane", control_plane = true, size = 3, num_cpus = 4, memory_mib = 8192, disk_gib = 60 },
    { name = "workers", size = 5 + var.round, num_cpus = 8, memory_mib = 16384, disk_gib = 120 },
  ]
}
