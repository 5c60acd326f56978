/** Who else changes the stage, and what says so. */
export interface Owner {
  readonly tool: string
  readonly evidence: string
}

type Tags = Readonly<Record<string, string>>

/** Tags that only a tool sets, the one that tells most first. */
const SIGNS = [
  'aws:cloudformation:stack-name',
  'aws:cloudformation:stack-id',
  'aws:cloudformation:logical-id',
  'STAGE',
]

/** Who else may own the stage, from its tags, then the API's. Null is "no sign", never "unmanaged". */
export function ownerOf(stage: Tags, api: Tags): Owner | null {
  return sign(stage, 'stage') ?? sign(api, 'API')
}

function sign(tags: Tags, where: string): Owner | null {
  const tag = SIGNS.find((name) => Object.hasOwn(tags, name))
  if (tag === undefined) return null
  const logicalId = tags['aws:cloudformation:logical-id'] ?? ''
  return { tool: toolOf(tags, logicalId), evidence: `the ${where} has the tag ${tag}=${tags[tag]}` }
}

function toolOf(tags: Tags, logicalId: string): string {
  if (Object.hasOwn(tags, 'STAGE') || logicalId === 'ApiGatewayRestApi') return 'Serverless Framework'
  if (/[0-9A-F]{8}$/.test(logicalId)) return 'CDK'
  if (logicalId.startsWith('ServerlessRestApi')) return 'SAM'
  return 'CloudFormation'
}
