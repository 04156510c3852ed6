variable "v" {
  default = "x"
}
resource "terraform_data" "dep" {}
resource "terraform_data" "plain" {
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "post" {
  lifecycle {
    create_before_destroy = true
    postcondition {
      condition     = self.id != ""
      error_message = "no"
    }
  }
}
resource "terraform_data" "pre" {
  lifecycle {
    create_before_destroy = true
    precondition {
      condition     = var.v != ""
      error_message = "no"
    }
  }
}
resource "terraform_data" "deps" {
  depends_on = [terraform_data.dep]
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "depspost" {
  depends_on = [terraform_data.dep]
  lifecycle {
    create_before_destroy = true
    postcondition {
      condition     = self.id != ""
      error_message = "no"
    }
  }
}
import {
  to = terraform_data.plain
  id = "a"
}
import {
  to = terraform_data.post
  id = "b"
}
import {
  to = terraform_data.pre
  id = "c"
}
import {
  to = terraform_data.deps
  id = "d"
}
import {
  to = terraform_data.depspost
  id = "e"
}
