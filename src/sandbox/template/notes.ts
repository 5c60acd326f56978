/** What of a template is not as it would be on AWS. */
export interface Notes {
  /** A resource that is not made. */
  leftOut(type: string, isApiGateways: boolean): void
  /** Gives a value for an attribute that nobody knows. */
  madeUp(logicalId: string, attribute: string): string
  imported(name: string): string
  /** References to secrets and parameters that CloudFormation reads when it deploys. */
  dynamic(logicalId: string, json: string): void
  /** Functions that are called by methods and that nobody has given. */
  uncalled(functions: readonly string[]): void
  other(text: string): void
  /** A line each. */
  lines(): readonly string[]
}

const NOT_EMULATED = ['AWS::ApiGatewayV2::', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi']

export function createNotes(): Notes {
  const counts = new Map<string, number>()
  const refused = new Set<string>()
  const [attributes, imports, others] = [new Set<string>(), new Set<string>(), new Set<string>()]
  return {
    leftOut(type, isApiGateways) {
      if (isApiGateways || NOT_EMULATED.some((one) => type.startsWith(one))) refused.add(type)
      else counts.set(type, (counts.get(type) ?? 0) + 1)
    },
    madeUp(logicalId, attribute) {
      attributes.add(`${logicalId}.${attribute}`)
      const host = `${logicalId.toLowerCase()}.invalid`
      if (/ur[il]$/i.test(attribute)) return `https://${host}`
      return /(?:name|endpoint|address|host)$/i.test(attribute) ? host : logicalId
    },
    imported(name) {
      imports.add(name)
      return name.replace(/[^\w-]/g, '-')
    },
    dynamic(logicalId, json) {
      if (json.includes('{{resolve:'))
        others.add(`${logicalId} has references to secrets or parameters (resolve:), which stay as they are`)
    },
    uncalled(functions) {
      if (functions.length > 0) others.add(`no function was given for ${functions.join(', ')}: what calls it fails`)
    },
    other: (text) => void others.add(text),
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
