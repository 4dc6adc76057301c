terraform {
  required_version = ">= 1.11"
  backend "s3" {
    bucket  = "example-prod-tfstate"
    key     = "prod/terraform.tfstate"
    region  = "eu-central-1"
    encrypt = true
  }
  required_providers {
    aws = {
      source  = "terraform.example.com/hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { service = "accounts", environment = var.environment }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.40.0.0/16"
}

resource "aws_subnet" "private" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.main.id
  availability_zone = "${var.region}${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 4, each.value)
}

resource "aws_ecs_cluster" "main" {
  name = var.environment
}

# Revisions of the task definitions come from deploy-backend.yml; terraform makes only the first.
resource "aws_ecs_task_definition" "service" {
  for_each     = var.services
  family       = each.key
  network_mode = "awsvpc"
  container_definitions = jsonencode([{
    name = each.key, image = "accounts-${each.key}:bootstrap"
    cpu  = each.value.cpu, memory = each.value.memory, essential = true
  }])
  lifecycle {
    ignore_changes = [container_definitions]
  }
}

resource "aws_ecs_service" "service" {
  for_each        = var.services
  name            = each.key
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.service[each.key].arn
  desired_count   = each.value.count
  network_configuration {
    subnets = values(aws_subnet.private)[*].id
  }
  lifecycle {
    ignore_changes = [task_definition, availability_zone_rebalancing]
  }
}

resource "aws_cloudwatch_log_group" "service" {
  for_each          = var.services
  name              = "/ecs/${var.environment}/${each.key}"
  retention_in_days = var.log_retention_days
}

resource "aws_secretsmanager_secret" "jwt" {
  name        = "${var.environment}/api/jwt-signing-key"
  description = "Signs access tokens; the value is set by the rotation job"
}
