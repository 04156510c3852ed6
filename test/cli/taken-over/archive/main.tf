/* Mixed on purpose: HCL, JSON, variables in files, and an override. */

data "terraform_remote_state" "other" {
  backend = "local"

  config = {
    path = "${path.module}/other.tfstate"
  }

  defaults = {
    owner = "nobody"
  }
}

locals {
  owner  = data.terraform_remote_state.other.outputs.owner
  shelfs = { for index, name in var.names : name => index }
  ratio  = 12345678901234567890.5
}

module "shelf" {
  source   = "./modules/shelf"
  for_each = local.shelfs

  name  = each.key
  index = each.value
  owner = local.owner
  round = var.round
  texts = var.texts
}

resource "terraform_data" "index" {
  for_each = module.shelf

  input = {
    boxes  = each.value.boxes
    module = path.module == "." ? basename(path.module) : null
    space  = terraform.workspace
    ratio  = local.ratio
    nested = [[1, 2.50, -0], { "a b" = true }, tolist(toset(["z", "é", "z"]))]
  }
}

resource "terraform_data" "sensitive" {
  input = merge({ kept = "open" }, { token = sensitive("token-${var.round}") })
}

resource "terraform_data" "unknown" {
  count            = 2
  input            = try(terraform_data.index["alpha"].output.boxes[count.index].id, "none")
  triggers_replace = terraform_data.sensitive.output
}

resource "terraform_data" "overridden" {
  input = "in main.tf"
}

# Without a data source of its own, for which Terraform would plan a read each time.
check "shelves" {
  assert {
    condition     = local.owner == "library"
    error_message = "The owner changed."
  }
}

output "boxes" {
  value = { for name, shelf in module.shelf : name => shelf.boxes[*].text }
}

output "token" {
  value     = terraform_data.sensitive.output
  sensitive = true
}
