# One object of each type of each provider. Another round changes some of them.

terraform {
  required_providers {
    acloud    = { source = "landform/acloud" }
    acme      = { source = "acme/acme" }
    asm       = { source = "landform/asm" }
    conductor = { source = "landform/conductor" }
    palette   = { source = "landform/palette" }
    thing     = { source = "acme/thing" }
  }
}

variable "round" {
  type    = number
  default = 0
}

variable "secret" {
  type      = string
  sensitive = true
}

provider "thing" {
  folder = "shelf"
}

resource "thing_box" "tools" {
  name   = "tools"
  size   = 3 + var.round
  labels = ["garage"]
}

data "thing_boxes" "garage" {
  label      = "garage"
  depends_on = [thing_box.tools]
}

# Generated from an API description.
resource "acme_shelf" "poetry" {
  name   = "Poetry"
  topics = ["verse", "round ${var.round}"]
}
