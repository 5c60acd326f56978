import { slipOf } from '../base/near.js'

/** Regions that are on in every account, by partition. Others are on where somebody has asked for them. */
const ALWAYS_ON: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-southeast-1',
    'ap-southeast-2',
    'ca-central-1',
    'eu-central-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'sa-east-1',
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
}

/** For an account that does not tell; the region itself in a partition that is not known here. PURE. */
export function regionsAlwaysOn(partition: string, region: string): readonly string[] {
  return ALWAYS_ON[partition] ?? [region]
}

/** Where AWS has regions, as their names say it: `east-1`, `northeast-3`. Those to come will say it so too. */
const DIRECTION = /-(central|(north|south)(east|west)?|east|west)-\d+$/

/** One that is further away may be a region that AWS has opened since. */
const MOST_WRONG = 2

/**
 * The region that was probably meant by a name that no region has; null for one that may be a region, known here or
 * not. PURE.
 */
export function meantRegion(text: string): string | null {
  return DIRECTION.test(text) ? null : slipOf(text, Object.values(ALWAYS_ON).flat(), MOST_WRONG)
}

/** Says so, and which one was probably meant. PURE. */
export function notRegion(text: string): string {
  const meant = meantRegion(text)
  return `"${text}" is not a region${meant === null ? '' : ` (did you mean ${meant}?)`}`
}

/** True for what may be the name of a region. PURE. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(-[a-z0-9]+)+$/.test(text) && meantRegion(text) === null
}
