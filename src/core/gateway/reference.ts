import { decoded } from '../base/decoded.js'
import { ApigwCacheError } from '../base/errors.js'

/** A parsed `--api`. An id and a name look alike; only AWS can tell them apart. */
export interface ApiReference {
  /** Id or exact name; surely an id if read from an ARN or a URL (`certain`). */
  readonly api: string
  readonly certain: boolean
  readonly region: string | null
  readonly stage: string | null
  readonly account: string | null
}

const CONTROL_ARN = /^arn:[\w-]+:apigateway:([\w-]+)::\/restapis\/([\w-]+)(?:\/stages\/([^/]+))?/
const INVOKE_ARN = /^arn:[\w-]+:execute-api:([\w-]+):(\d*):([\w-]+)(?:\/([^/*]+))?/
// Emulators use the same form below their own domain, without a region.
const INVOKE_HOST = /^([a-z0-9]+)(?:-vpce-[a-z0-9]+)?\.execute-api\.(?:([a-z]{2,}(?:-[a-z0-9]+)+)\.)?/
const LOCAL_PATH = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_/

/** Reads a REST API id, an exact name, an ARN or an invoke URL. Errors: `usage`. */
export function parseApiReference(text: string): ApiReference {
  if (text.trim() === '')
    throw new ApigwCacheError('usage', 'empty-api', 'no API is named', {
      hint: 'pass an id, a name, an ARN or a URL',
    })
  if (/^arn:[\w-]+:apigateway:[\w-]*::\/apis\//.test(text) || text.startsWith('wss:')) {
    throw new ApigwCacheError(
      'usage',
      'no-rest-api',
      `"${text}" is an HTTP or WebSocket API, and those have no cache`,
      {
        hint: 'only stages of REST APIs can have a cache',
      },
    )
  }
  if (text.startsWith('arn:')) return fromArn(text)
  if (/^https?:\/\//i.test(text)) return fromUrl(text)
  return { api: text, certain: false, region: null, stage: null, account: null }
}

function fromArn(text: string): ApiReference {
  const control = CONTROL_ARN.exec(text)
  if (control) {
    const [, region = null, api = '', stage = null] = control
    return { api, certain: true, region, stage, account: null }
  }
  const invoke = INVOKE_ARN.exec(text)
  if (!invoke) {
    throw new ApigwCacheError('usage', 'api-arn', `"${text}" is not the ARN of a REST API`, {
      hint: 'like arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod',
    })
  }
  const [, region = null, account, api = '', stage = null] = invoke
  return { api, certain: true, region, stage, account: account || null }
}

function fromUrl(text: string): ApiReference {
  const url = URL.canParse(text) ? new URL(text) : null
  const host = url && INVOKE_HOST.exec(url.hostname)
  if (url && host) {
    const [, api = '', region = null] = host
    return { api, certain: true, region, stage: segment(text, url.pathname.split('/')[1]), account: null }
  }
  const local = url && LOCAL_PATH.exec(url.pathname)
  if (local) {
    return { api: local[1] ?? '', certain: true, region: null, stage: segment(text, local[2]), account: null }
  }
  throw notAnInvokeUrl(text)
}

function segment(url: string, part: string | undefined): string | null {
  if (!part) return null
  const name = decoded(part)
  if (name === null) throw notAnInvokeUrl(url)
  return name
}

function notAnInvokeUrl(text: string): ApigwCacheError {
  return new ApigwCacheError('usage', 'invoke-url', `"${text}" is not the invoke URL of a stage`, {
    hint: 'like https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod; for a custom domain pass the API id or name',
  })
}
