import { parseArgs } from 'node:util'

export const USAGE = `npm run fieldtest -- [options]

Asks the statements of BEHAVIOUR.md of a server, prints what was expected and seen, and writes fieldtest.json.
Without a target that is the sandbox.

  --endpoint URL    another server that speaks for API Gateway, CloudWatch and STS
  --aws             an AWS account, with --region; credentials as the AWS CLI finds them
  --region REGION
  --profile NAME
  --yes             create what is announced, and pay for it
  --remove          only remove what earlier runs have left
  --paced           --endpoint has the quotas of an account, and changes that take minutes
  --backend URL     an HTTP backend like httpbin that the target can reach; without one some are skipped
  --only NAMES      statements, unknowns or knobs, such as C30,U1,keyIncludesVerb
  --out FILE        in the place of fieldtest.json
  --strict          exit with 6 where a statement does not hold

Interrupted, it removes what it has made; interrupted again, it says what is left.
Exit codes: 0 done, 1 something went wrong, was denied or is left, 2 wrong usage, 6 see --strict, 130 interrupted.
`

export interface Options {
  readonly endpoint?: string
  readonly aws: boolean
  readonly region?: string
  readonly profile?: string
  readonly yes: boolean
  readonly remove: boolean
  readonly paced: boolean
  readonly backend?: string
  readonly only: readonly string[]
  readonly out: string
  readonly strict: boolean
}

/** What was asked for, or what is wrong with it. */
export function optionsFrom(args: readonly string[]): Options | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        endpoint: { type: 'string' },
        aws: { type: 'boolean', default: false },
        region: { type: 'string' },
        profile: { type: 'string' },
        yes: { type: 'boolean', default: false },
        remove: { type: 'boolean', default: false },
        paced: { type: 'boolean', default: false },
        backend: { type: 'string' },
        only: { type: 'string', default: '' },
        out: { type: 'string', default: 'fieldtest.json' },
        strict: { type: 'boolean', default: false },
      },
    })
    const only = values.only.split(',').filter((name) => name !== '')
    const options = { ...values, only }
    const problem = problemWith(options)
    return problem === null ? options : { problem }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function problemWith({ aws, endpoint, region, profile, backend, remove, paced }: Options): string | null {
  if (aws && endpoint !== undefined) return '--aws and --endpoint are two targets: name one of them'
  if (aws && region === undefined) return '--aws needs --region, such as --region eu-west-1'
  if (!aws && (region !== undefined || profile !== undefined)) return '--region and --profile belong to --aws'
  if (paced && endpoint === undefined) return '--paced belongs to --endpoint: the other targets always are'
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return `"${region}" is no region`
  if (remove && !aws && endpoint === undefined) return '--remove needs --aws or --endpoint: nothing else is left'
  for (const [name, url] of Object.entries({ endpoint, backend })) {
    if (url !== undefined && !/^https?:\/\/[^/]/.test(url)) return `--${name} "${url}" is no http or https URL`
  }
  return null
}
