variable "round" {
  type        = number
  description = "Changes something in most resources."
  default     = 0

  validation {
    condition     = var.round >= 0
    error_message = "Rounds are counted from zero."
  }
}

variable "password" {
  type      = string
  sensitive = true
  default   = "correct horse"
  nullable  = false
}
