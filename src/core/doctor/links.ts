/** The documentation that the rules rest on. */
const GUIDE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide'

export const CACHING_GUIDE = `${GUIDE}/api-gateway-caching.html`
export const METRICS_GUIDE = `${GUIDE}/api-gateway-metrics-and-dimensions.html`
export const STREAMING_GUIDE = `${GUIDE}/response-transfer-mode.html`
export const CANARY_GUIDE = `${GUIDE}/canary-release.html`
export const CORS_GUIDE = `${GUIDE}/how-to-cors.html`
export const DEPLOY_GUIDE = `${GUIDE}/how-to-deploy-api.html`
export const PATCH_REFERENCE = 'https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html'
export const TEMPLATE_GUIDE = `${GUIDE}/api-gateway-mapping-template-reference.html`
export const PROXY_GUIDE = `${GUIDE}/api-gateway-set-up-simple-proxy.html`
export const INTEGRATION_REFERENCE = 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html'
export const PRICING = 'https://aws.amazon.com/api-gateway/pricing/'

const GITHUB = 'https://github.com'
export const terraform = (number: number) => `${GITHUB}/hashicorp/terraform-provider-aws/issues/${number}`
export const cdk = (number: number) => `${GITHUB}/aws/aws-cdk/issues/${number}`
export const sam = (number: number) => `${GITHUB}/aws/serverless-application-model/issues/${number}`
export const plugin = (number: number) => `${GITHUB}/DianaIonita/serverless-api-gateway-caching/issues/${number}`
