/** What of a template is not as it would be on AWS. */
export interface Notes {
  /** A resource that is not made. */
  leftOut(type: string, isApiGateways: boolean): void
  /** Gives a value for an attribute that nobody knows. */
  madeUp(logicalId: string, attribute: string): string
  imported(name: string): string
  /** What a value is made up for: `the import Other:ApiId`. */
  standsFor(value: string): string | undefined
  /** References to secrets and parameters that CloudFormation reads when it deploys. */
  dynamic(logicalId: string, json: string): void
  /** Functions that are called by methods and that nobody has given. */
  uncalled(functions: readonly string[]): void
  other(text: string): void
  /** Of APIs that are there but have no cache; empty where there are none. */
  withoutCache(): string
  /** A line each. */
  lines(): readonly string[]
}

const NOT_EMULATED = ['AWS::ApiGatewayV2::', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi']
/** What CDK says of itself. */
const CDK_METADATA = 'AWS::CDK::Metadata'

function isOtherKind(type: string): boolean {
  return NOT_EMULATED.some((one) => type.startsWith(one))
}

export function createNotes(): Notes {
  const counts = new Map<string, number>()
  const refused = new Set<string>()
  const [attributes, imports, others] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const standIns = new Map<string, string>()
  const standIn = (value: string, what: string) => {
    standIns.set(value, what)
    return value
  }
  return {
    standsFor: (value) => standIns.get(value),
    leftOut(type, isApiGateways) {
      if (isApiGateways || isOtherKind(type)) refused.add(type)
      else if (type !== CDK_METADATA) counts.set(type, (counts.get(type) ?? 0) + 1)
    },
    madeUp(logicalId, attribute) {
      attributes.add(`${logicalId}.${attribute}`)
      const host = `${logicalId.toLowerCase()}.invalid`
      if (/ur[il]$/i.test(attribute)) return `https://${host}`
      const isHost = /(?:name|endpoint|address|host)$/i.test(attribute)
      return standIn(isHost ? host : logicalId, `the attribute ${logicalId}.${attribute}`)
    },
    imported(name) {
      imports.add(name)
      return standIn(name.replace(/[^\w-]/g, '-'), `the import ${name}`)
    },
    dynamic(logicalId, json) {
      if (json.includes('{{resolve:'))
        others.add(`${logicalId} has references to secrets or parameters (resolve:), which stay as they are`)
    },
    uncalled(functions) {
      if (functions.length > 0) others.add(`no function was given for ${functions.join(', ')}: what calls it fails`)
    },
    other: (text) => void others.add(text),
    withoutCache() {
      const types = [...refused].filter(isOtherKind)
      return types.length === 0 ? '' : `: HTTP and WebSocket APIs (${types.join(', ')}) have no cache`
    },
    lines() {
      const byCount = [...counts].sort(([, one], [, other]) => other - one)
      return [
        ...told('not emulated, and left out: ', [...refused]),
        ...told(
          'of other services, and left out: ',
          byCount.map(([type, count]) => `${count} ${type}`),
        ),
        ...told('made-up values stand for the attributes ', [...attributes]),
        ...told('made-up values stand for the imports ', [...imports]),
        ...others,
      ]
    },
  }
}

function told(text: string, of: readonly string[]): readonly string[] {
  return of.length === 0 ? [] : [text + of.join(', ')]
}
