/**
 * Headers that API Gateway, CloudFront or another hop makes or rewrites on every answer, cached or not, so that
 * a new value does not show that the backend was asked. Load balancers set cookies and request ids. Missing
 * here, `last-modified` and `etag` count by their value, like any header of the backend.
 */
const NOISE = new Set([
  'age',
  'akamai-grn',
  'cache-status',
  'cf-ray',
  'connection',
  'content-length',
  'date',
  'expires',
  'keep-alive',
  'nel',
  'proxy-connection',
  'report-to',
  'server',
  'server-timing',
  'set-cookie',
  'traceparent',
  'tracestate',
  'transfer-encoding',
  'via',
  'x-azure-ref',
  'x-cache',
  'x-cache-hits',
  'x-correlation-id',
  'x-elapsed',
  'x-hw',
  'x-iinfo',
  'x-process-time',
  'x-runtime',
  'x-served-by',
  'x-timer',
  'x-trace-id',
  'x-varnish',
])
const NOISE_PREFIXES = [
  'x-amz-',
  'x-amzn-',
  'x-amz-cf-',
  'cf-',
  'x-b3-',
  'x-envoy-',
  'x-cloud-trace-',
  'ratelimit',
  'rate-limit',
  'x-ratelimit',
  'x-rate-limit',
]
/** `fly-request-id`, `x-response-time-ms`, `x-kong-upstream-latency`. */
const NOISE_WORDS = /(?:^|-)request-?id$|response-?time|(?:^|-)latency$/

const MAX_HEADERS = 100
const MAX_VALUE_CHARACTERS = 1024

/** True if a header of this name, in any case, does not show when an answer was made. */
export function isNoise(name: string): boolean {
  const lower = name.toLowerCase()
  return NOISE.has(lower) || NOISE_WORDS.test(lower) || NOISE_PREFIXES.some((prefix) => lower.startsWith(prefix))
}

export function headerCandidates(headers: readonly (readonly [string, string])[]): [string, string][] {
  const found = new Map<string, string>()
  for (const [name, value] of headers.slice(0, MAX_HEADERS)) {
    const source = `header:${name}`
    if (isNoise(name) || found.has(source)) continue
    found.set(source, value.slice(0, MAX_VALUE_CHARACTERS))
  }
  return [...found]
}
