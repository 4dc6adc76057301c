resource "aws_db_instance" "main" {
  identifier                  = "${var.environment}-main"
  engine                      = "postgres"
  engine_version              = "15.10"
  instance_class              = var.database.class
  allocated_storage           = var.database.storage
  availability_zone           = var.database.zone
  db_name                     = "accounts"
  username                    = "accounts"
  manage_master_user_password = true
  storage_encrypted           = true
  backup_retention_period     = var.database.backup_days
  skip_final_snapshot         = false
  final_snapshot_identifier   = "${var.environment}-main-final"
}
