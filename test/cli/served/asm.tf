resource "asm_mesh" "shop" {
  name    = "mesh-shop"
  version = "1.18.7-r1"
  clusters = [{
    cluster_id = "8df4c986-b052-11ee-9662-0255ac101231"
    node_ids   = ["b07b6512-b053-11ee-9662-0255ac101231"]
    namespaces = ["default"]
  }]
  tags = { team = "shop ${var.round}" }
}

resource "asm_workshop" "bookinfo" {
  mesh_id         = asm_mesh.shop.id
  name            = "bookinfo-${var.round}"
  description     = "A shop of books, to try traffic rules on"
  primary_cluster = "8df4c986-b052-11ee-9662-0255ac101231"
  ingress         = { elb_id = "3dbde7e5-c277-4ea3-a424-edd339357eff", elb_ip = "192.0.2.7", port = 8080 }
}

data "asm_workshops" "of" {
  mesh_id    = asm_mesh.shop.id
  depends_on = [asm_workshop.bookinfo]
}
