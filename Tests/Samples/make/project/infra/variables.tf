variable "environment" { type = string }
variable "region" { type = string }
variable "log_retention_days" { type = number }
variable "alarm_5xx" { type = number }
variable "services" {
  type = map(object({ cpu = number, memory = number, count = number }))
}
variable "database" {
  type = object({ class = string, storage = number, zone = string, backup_days = number })
}
