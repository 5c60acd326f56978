variable "v" {
  type    = number
  default = 1
}

locals {
  text = "v${var.v}"
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = "arn:aws:iam::000000000000:role/${local.text}"
}

resource "aws_api_gateway_rest_api" "pets" {
  name                         = "pets"
  description                  = local.text
  binary_media_types           = ["image/png", "image/${local.text}"]
  minimum_compression_size     = 10 * var.v
  api_key_source               = var.v == 1 ? "HEADER" : "AUTHORIZER"
  disable_execute_api_endpoint = var.v == 2
  tags                         = { v = local.text }
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_rest_api" "private" {
  name = "private"
  endpoint_configuration {
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["vpce-${local.text}"]
  }
}

resource "aws_api_gateway_rest_api" "imported" {
  name = "imported"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "imported", version = local.text }
    paths = {
      "/${local.text}" = {
        get = {
          responses = { 200 = { description = "ok" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses        = { default = { statusCode = "200" } }
          }
        }
      }
    }
  })
}

resource "aws_api_gateway_rest_api_policy" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.pets.execution_arn}/*/${local.text}"
    }]
  })
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.pets.id
  name         = "Pet"
  description  = local.text
  content_type = "application/json"
  schema       = jsonencode({ type = "object", title = local.text })
}

resource "aws_api_gateway_request_validator" "all" {
  rest_api_id                 = aws_api_gateway_rest_api.pets.id
  name                        = local.text
  validate_request_body       = true
  validate_request_parameters = var.v == 2
}

resource "aws_api_gateway_authorizer" "pool" {
  rest_api_id                      = aws_api_gateway_rest_api.pets.id
  name                             = local.text
  type                             = "COGNITO_USER_POOLS"
  provider_arns                    = ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_${local.text}"]
  authorizer_result_ttl_in_seconds = 60 * var.v
}

resource "aws_api_gateway_gateway_response" "throttled" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  response_type       = "THROTTLED"
  status_code         = "42${var.v}"
  response_parameters = { "gatewayresponse.header.X-V" = "'${local.text}'" }
  response_templates  = { "application/json" = "{\"v\": ${var.v}}" }
}

resource "aws_api_gateway_documentation_part" "api" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  properties  = jsonencode({ description = local.text })
  location {
    type = "API"
  }
}

resource "aws_api_gateway_documentation_version" "one" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  version     = "one"
  description = local.text
  depends_on  = [aws_api_gateway_documentation_part.api]
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_rest_api.pets.root_resource_id
  path_part   = "pets"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{id}"
}

resource "aws_api_gateway_method" "pet" {
  rest_api_id          = aws_api_gateway_rest_api.pets.id
  resource_id          = aws_api_gateway_resource.pet.id
  http_method          = "GET"
  authorization        = "COGNITO_USER_POOLS"
  authorizer_id        = aws_api_gateway_authorizer.pool.id
  authorization_scopes = ["read.${local.text}"]
  api_key_required     = true
  operation_name       = local.text
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models       = { "application/json" = aws_api_gateway_model.pet.name }
  request_parameters = {
    "method.request.path.id"           = true
    "method.request.querystring.page"  = var.v == 2
    "method.request.header.X-Language" = false
  }
}

resource "aws_api_gateway_method_response" "pet" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pet.id
  http_method         = aws_api_gateway_method.pet.http_method
  status_code         = "200"
  response_models     = { "application/json" = var.v == 1 ? "Empty" : aws_api_gateway_model.pet.name }
  response_parameters = { "method.response.header.X-V" = var.v == 2 }
}

resource "aws_api_gateway_vpc_link" "nlb" {
  name        = local.text
  description = local.text
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/0"]
  tags        = { v = local.text }
}

resource "aws_api_gateway_integration" "pet" {
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.pet.http_method
  type                    = "HTTP"
  integration_http_method = "GET"
  uri                     = "http://127.0.0.1:9/${local.text}/{id}"
  connection_type         = "VPC_LINK"
  connection_id           = aws_api_gateway_vpc_link.nlb.id
  content_handling        = var.v == 1 ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY"
  passthrough_behavior    = "NEVER"
  timeout_milliseconds    = 1000 * var.v
  cache_namespace         = local.text
  cache_key_parameters = concat(
    ["method.request.path.id"],
    var.v == 1 ? ["method.request.querystring.page"] : ["integration.request.header.X-Language"],
  )
  request_parameters = {
    "integration.request.path.id"           = "method.request.path.id"
    "integration.request.header.X-Language" = "method.request.header.X-Language"
  }
  request_templates = { "application/json" = "{\"v\": ${var.v}}" }
  tls_config {
    insecure_skip_verification = var.v == 1
  }
}

resource "aws_api_gateway_integration_response" "pet" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pet.id
  http_method         = aws_api_gateway_integration.pet.http_method
  status_code         = aws_api_gateway_method_response.pet.status_code
  selection_pattern   = "2\\d${var.v}"
  content_handling    = var.v == 1 ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY"
  response_parameters = { "method.response.header.X-V" = "'${local.text}'" }
  response_templates  = { "application/json" = "{\"v\": ${var.v}}" }
}

resource "aws_api_gateway_method" "any" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  resource_id   = aws_api_gateway_resource.pets.id
  http_method   = "ANY"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "any" {
  rest_api_id       = aws_api_gateway_rest_api.pets.id
  resource_id       = aws_api_gateway_resource.pets.id
  http_method       = aws_api_gateway_method.any.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  description = local.text
  triggers    = { v = local.text }
  depends_on = [
    aws_api_gateway_integration.pet,
    aws_api_gateway_integration.any,
    aws_api_gateway_integration_response.pet,
  ]
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_client_certificate" "this" {
  description = local.text
  tags        = { v = local.text }
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id           = aws_api_gateway_rest_api.pets.id
  deployment_id         = aws_api_gateway_deployment.this.id
  stage_name            = "prod"
  description           = local.text
  cache_cluster_enabled = true
  cache_cluster_size    = var.v == 1 ? "0.5" : "1.6"
  client_certificate_id = aws_api_gateway_client_certificate.this.id
  documentation_version = aws_api_gateway_documentation_version.one.version
  variables             = { v = local.text }
  xray_tracing_enabled  = var.v == 2
  tags                  = { v = local.text }
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:000000000000:log-group:${local.text}"
    format          = "$context.requestId ${local.text}"
  }
  canary_settings {
    deployment_id            = aws_api_gateway_deployment.this.id
    percent_traffic          = 10 * var.v
    stage_variable_overrides = { v = "canary-${local.text}" }
    use_stage_cache          = var.v == 2
  }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"
  settings {
    caching_enabled      = true
    cache_ttl_in_seconds = 60 * var.v
    metrics_enabled      = true
    logging_level        = var.v == 1 ? "INFO" : "ERROR"
  }
}

resource "aws_api_gateway_method_settings" "nested" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "pets/{id}/GET"
  settings {
    caching_enabled                            = true
    cache_data_encrypted                       = var.v == 1
    cache_ttl_in_seconds                       = 30 * var.v
    data_trace_enabled                         = var.v == 2
    require_authorization_for_cache_control    = var.v == 1
    unauthorized_cache_control_header_strategy = var.v == 1 ? "FAIL_WITH_403" : "SUCCEED_WITHOUT_RESPONSE_HEADER"
    throttling_burst_limit                     = 5 * var.v
    throttling_rate_limit                      = 10 * var.v
  }
  depends_on = [aws_api_gateway_method_settings.all]
}

resource "aws_api_gateway_api_key" "one" {
  name        = local.text
  description = local.text
  customer_id = "customer-1"
  enabled     = var.v == 1
  value       = "aaaaaaaaaaaaaaaaaaaaaaaaa"
  tags        = { v = local.text }
}

resource "aws_api_gateway_usage_plan" "one" {
  name         = local.text
  description  = local.text
  product_code = local.text
  tags         = { v = local.text }
  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.prod.stage_name
    throttle {
      path        = "/pets/{id}/GET"
      burst_limit = 5 * var.v
      rate_limit  = 10 * var.v
    }
  }
  quota_settings {
    limit  = 100 * var.v
    offset = 2
    period = var.v == 1 ? "WEEK" : "MONTH"
  }
  throttle_settings {
    burst_limit = 5 * var.v
    rate_limit  = 10 * var.v
  }
}

resource "aws_api_gateway_usage_plan_key" "one" {
  key_id        = aws_api_gateway_api_key.one.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.one.id
}

resource "aws_api_gateway_domain_name" "regional" {
  domain_name              = "api.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${local.text}"
  security_policy          = var.v == 1 ? "TLS_1_0" : "TLS_1_2"
  tags                     = { v = local.text }
  endpoint_configuration {
    types = ["REGIONAL"]
  }
  mutual_tls_authentication {
    truststore_uri = "s3://bucket/${local.text}"
  }
}

resource "aws_api_gateway_domain_name" "edge" {
  domain_name     = "edge.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${local.text}"
}

resource "aws_api_gateway_base_path_mapping" "pets" {
  api_id      = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  domain_name = aws_api_gateway_domain_name.regional.domain_name
  base_path   = local.text
}

data "aws_api_gateway_rest_api" "pets" {
  name       = "pets"
  depends_on = [aws_api_gateway_rest_api.pets]
}

data "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  path        = "/pets/{id}"
  depends_on  = [aws_api_gateway_resource.pet]
}

data "aws_api_gateway_export" "oas30" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  export_type = "oas30"
  parameters  = { extensions = "apigateway" }
}

data "aws_api_gateway_export" "swagger" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  export_type = "swagger"
}

data "aws_api_gateway_api_key" "one" {
  id = aws_api_gateway_api_key.one.id
}

data "aws_api_gateway_api_keys" "all" {
  depends_on = [aws_api_gateway_api_key.one]
}

data "aws_api_gateway_vpc_link" "nlb" {
  name       = aws_api_gateway_vpc_link.nlb.name
  depends_on = [aws_api_gateway_vpc_link.nlb]
}

data "aws_api_gateway_domain_name" "regional" {
  domain_name = aws_api_gateway_domain_name.regional.domain_name
}

data "aws_api_gateway_authorizer" "pool" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  authorizer_id = aws_api_gateway_authorizer.pool.id
}

data "aws_api_gateway_authorizers" "all" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  depends_on  = [aws_api_gateway_authorizer.pool]
}
