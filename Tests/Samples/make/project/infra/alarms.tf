resource "aws_cloudwatch_metric_alarm" "http_5xx" {
  alarm_name          = "${var.environment}-http-5xx"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_5xx
  period              = 60
  evaluation_periods  = 5
}
