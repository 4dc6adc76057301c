resource "aws_sqs_queue" "consent_dead" {
  name                      = "${var.environment}-consent-events-dead"
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "consent" {
  name                       = "${var.environment}-consent-events"
  visibility_timeout_seconds = 60
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.consent_dead.arn
    maxReceiveCount     = 5
  })
}

resource "aws_cloudwatch_metric_alarm" "consent_backlog" {
  alarm_name          = "${var.environment}-consent-backlog"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.consent.name }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 60
  evaluation_periods  = 5
}
