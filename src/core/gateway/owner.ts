/** Another tool that changes the stage, with the evidence. */
export interface Owner {
  readonly tool: string
  readonly evidence: string
}

type Tags = Readonly<Record<string, string>>

/** Tags that only one tool sets, the most telling first. */
const SIGNS = ['aws:cloudformation:stack-name', 'aws:cloudformation:stack-id', 'aws:cloudformation:logical-id', 'STAGE']

/**
 * Finds another owner from the stage's tags, then from the API's, then from what the config file says. Null means no
 * sign of one, never unmanaged.
 */
export function ownerOf(stage: Tags, api: Tags, managedBy: string | null | undefined): Owner | null {
  const named = managedBy ? { tool: managedBy, evidence: 'managedBy in the config file' } : null
  return sign(stage, 'stage') ?? sign(api, 'API') ?? named
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

const HOLD_TAG = 'apigw-cache:hold'

/** Why a stage is to be left alone, as its tag says; null where nobody wants that. PURE. */
export function holdOf(tags: Readonly<Record<string, string>>): string | null {
  return Object.hasOwn(tags, HOLD_TAG) ? tags[HOLD_TAG] || 'no reason given' : null
}
