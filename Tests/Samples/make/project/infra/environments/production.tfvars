environment        = "prod"
region             = "eu-central-1"
log_retention_days = 90
alarm_5xx          = 5
services = {
  api    = { cpu = 512, memory = 1024, count = 6 }
  worker = { cpu = 256, memory = 512, count = 2 }
}
database = { class = "db.r6g.large", storage = 200, zone = "@ZONE@", backup_days = 14 }
