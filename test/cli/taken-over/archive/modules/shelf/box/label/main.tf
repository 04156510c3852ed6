variable "text" {
  type = string

  validation {
    condition     = length(var.text) > 0
    error_message = "A label has a text."
  }
}

resource "terraform_data" "label" {
  input = {
    text = var.text
    hash = md5(var.text)
  }
}
