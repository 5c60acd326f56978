import type { Advise } from './advise.js'

/** Reaching AWS, and being let in. */
export const CONNECTION: Readonly<Record<string, Advise>> = {
  'no-credentials': () => ({
    hint: 'set AWS_PROFILE or pass --profile, sign in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  }),
  'credentials-unusable': ({ profile }: { profile: string | null }) => ({
    hint: `aws sts get-caller-identity${flag(profile)} shows whether they work elsewhere`,
  }),
  'session-expired': ({ profile }: { profile: string | null }) => ({
    hint: `sign in again (aws sso login${flag(profile)}, or new keys), then repeat`,
  }),
  'credentials-not-accepted': () => ({ hint: 'check --profile, AWS_PROFILE and AWS_ACCESS_KEY_ID' }),
  'not-aws': () => ({ hint: 'check --endpoint-url and AWS_ENDPOINT_URL' }),
  'no-region': () => ({ hint: 'pass --region, or set AWS_REGION' }),
  'other-account': () => ({ hint: 'check --profile and AWS_PROFILE, or --account' }),
  query: () => ({ hint: "such as --query 'cluster.status'" }),
}

function flag(profile: string | null): string {
  return profile === null ? '' : ` --profile ${profile}`
}
