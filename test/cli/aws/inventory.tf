# Resources of 50 and more types, most with blocks, for the test of the AWS provider beside an emulator.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}
variable "stage" {
  type    = string
  default = "one"
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  default_tags {
    tags = {
      project = "demo"
    }
  }
  endpoints {
    cloudwatch     = var.endpoint
    cloudwatchlogs = var.endpoint
    dynamodb       = var.endpoint
    ec2            = var.endpoint
    ecr            = var.endpoint
    ecs            = var.endpoint
    elbv2          = var.endpoint
    events         = var.endpoint
    iam            = var.endpoint
    kms            = var.endpoint
    route53        = var.endpoint
    s3             = var.endpoint
    secretsmanager = var.endpoint
    sns            = var.endpoint
    sqs            = var.endpoint
    ssm            = var.endpoint
    sts            = var.endpoint
  }
}

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
    }
  }
}

# S3
resource "aws_s3_bucket" "b" {
  bucket        = "demo-bucket-${var.stage}"
  force_destroy = true
  tags          = { stage = var.stage }
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_ownership_controls" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "read"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = ["s3:GetObject"]
      Resource  = "${aws_s3_bucket.b.arn}/*"
    }]
  })
}
resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {
      prefix = "logs/"
    }
    expiration {
      days = 30
    }
  }
}
resource "aws_s3_bucket_cors_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["https://example.com"]
  }
}
resource "aws_s3_object" "o" {
  bucket  = aws_s3_bucket.b.id
  key     = "hello.txt"
  content = "hello ${var.stage}"
  # An object that is older than versioning has the version "null", which the emulator cannot delete.
  depends_on = [aws_s3_bucket_versioning.b]
}

# IAM
resource "aws_iam_role" "r" {
  name               = "demo-role"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_policy" "p" {
  name   = "demo-policy"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = aws_s3_bucket.b.arn }] })
}
resource "aws_iam_role_policy" "inline" {
  name   = "inline"
  role   = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.q.arn }] })
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_user" "u" {
  for_each = toset(["ada", "ben"])
  name     = each.key
}
resource "aws_iam_group" "g" {
  name = "demo-group"
}
resource "aws_iam_group_membership" "m" {
  name  = "members"
  group = aws_iam_group.g.name
  users = [for user in aws_iam_user.u : user.name]
}
resource "aws_iam_user_policy_attachment" "ua" {
  user       = aws_iam_user.u["ada"].name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_group_policy_attachment" "ga" {
  group      = aws_iam_group.g.name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_instance_profile" "ip" {
  name = "demo-profile"
  role = aws_iam_role.r.name
}
resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u["ada"].name
}

# Messages
resource "aws_sqs_queue" "dead" {
  name = "demo-dead"
}
resource "aws_sqs_queue" "q" {
  name                       = "demo-queue"
  visibility_timeout_seconds = var.stage == "one" ? 45 : 60
}
resource "aws_sns_topic" "t" {
  name = "demo-topic"
}
resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}
resource "aws_cloudwatch_event_rule" "e" {
  name                = "demo-rule"
  schedule_expression = "rate(5 minutes)"
}
resource "aws_cloudwatch_event_target" "e" {
  rule = aws_cloudwatch_event_rule.e.name
  arn  = aws_sqs_queue.q.arn
}
resource "aws_cloudwatch_log_group" "l" {
  name              = "/demo/log"
  retention_in_days = 7
}
resource "aws_cloudwatch_log_stream" "l" {
  name           = "stream"
  log_group_name = aws_cloudwatch_log_group.l.name
}
resource "aws_cloudwatch_metric_alarm" "c" {
  alarm_name          = "demo-alarm"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "NumberOfMessagesSent"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Sum"
  threshold           = 0.8
  dimensions          = { QueueName = aws_sqs_queue.q.name }
}

# Data
resource "aws_dynamodb_table" "d" {
  name         = "demo-table"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "at"
    type = "N"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  global_secondary_index {
    name            = "by-kind"
    hash_key        = "kind"
    projection_type = "ALL"
  }
  timeouts {
    create = "5m"
  }
}
resource "aws_dynamodb_table_item" "i" {
  table_name = aws_dynamodb_table.d.name
  hash_key   = aws_dynamodb_table.d.hash_key
  range_key  = aws_dynamodb_table.d.range_key
  item       = jsonencode({ id = { S = "one" }, at = { N = "1" } })
}
resource "aws_kms_key" "k" {
  description             = "demo"
  deletion_window_in_days = 7
}
resource "aws_kms_alias" "k" {
  name          = "alias/demo"
  target_key_id = aws_kms_key.k.key_id
}
resource "aws_ssm_parameter" "p" {
  name  = "/demo/parameter"
  type  = "String"
  value = var.stage
}
resource "aws_secretsmanager_secret" "s" {
  name                    = "demo-secret"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({ password = "hush" })
}
resource "aws_ecr_repository" "e" {
  name = "demo/image"
}
resource "aws_ecr_lifecycle_policy" "e" {
  repository = aws_ecr_repository.e.name
  policy     = jsonencode({ rules = [{ rulePriority = 1, selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 3 }, action = { type = "expire" } }] })
}

# Network
resource "aws_vpc" "v" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "demo" }
}
resource "aws_subnet" "s" {
  count             = 2
  vpc_id            = aws_vpc.v.id
  cidr_block        = cidrsubnet(aws_vpc.v.cidr_block, 8, count.index)
  availability_zone = "us-east-1${["a", "b"][count.index]}"
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "r" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_route_table_association" "a" {
  count          = 2
  subnet_id      = aws_subnet.s[count.index].id
  route_table_id = aws_route_table.r.id
}
resource "aws_security_group" "g" {
  name   = "demo-group"
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = var.stage == "one" ? [80, 443] : [443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "none" {
  name    = "demo-none"
  vpc_id  = aws_vpc.v.id
  ingress = []
}
resource "aws_security_group_rule" "r" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = aws_security_group.other.id
}
resource "aws_security_group" "other" {
  name   = "demo-other"
  vpc_id = aws_vpc.v.id
}
resource "aws_vpc_security_group_ingress_rule" "i" {
  security_group_id = aws_security_group.other.id
  cidr_ipv4         = "10.1.0.0/16"
  from_port         = 8080
  to_port           = 8080
  ip_protocol       = "tcp"
}
resource "aws_network_acl" "n" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol   = "tcp"
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 80
    to_port    = 80
  }
}
resource "aws_eip" "e" {
  domain = "vpc"
}
resource "aws_key_pair" "k" {
  key_name   = "demo-key"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl demo"
}
resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = 4
}
resource "aws_network_interface" "n" {
  subnet_id       = aws_subnet.s[0].id
  security_groups = [aws_security_group.g.id]
}
resource "aws_lb_target_group" "t" {
  name     = "demo-targets"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.v.id
}
resource "aws_route53_zone" "z" {
  name = "example.com"
}
resource "aws_route53_record" "r" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "www"
  type    = "A"
  ttl     = 300
  records = ["10.0.0.1", "10.0.0.2"]
}
resource "aws_ecs_cluster" "c" {
  name = "demo-cluster"
}
output "bucket" {
  value = aws_s3_bucket.b.arn
}
output "users" {
  value = { for key, user in aws_iam_user.u : key => user.arn }
}
