import { type Answer, items, outcome, record } from '../wire/answer.js'
import type { Clients } from './clients.js'
import { type Leftover, leftoverIn } from './ledger.js'
import { together } from './together.js'

export const TAG = 'apigw-cache:fieldtest'
/** An import takes no tags: until it is given them, its API is known by its name. */
export const IMPORTED_NAME = 'apigw-cache-fieldtest-imported'

const KINDS = ['usageplans', 'apikeys', 'restapis'] as const
const MOST_PAGES = 50

/** What this makes cannot be listed, so that it could not be found again either. */
export class NotListed extends Error {
  readonly status: number

  constructor(kind: string, answer: Answer) {
    super(`what this creates cannot be listed (${kind}): ${outcome(answer)}`)
    this.status = answer.status
  }
}

/** What bears the tag is found again, whichever run has made it. */
export async function tagged(control: Clients['control']): Promise<readonly Leftover[]> {
  const found: Leftover[] = []
  for (const kind of KINDS) {
    let position = ''
    for (let page = 0; page === 0 || (position !== '' && page < MOST_PAGES); page++) {
      const answer = await control(`GET /${kind}?limit=500${position}`)
      if (answer.status >= 300) throw new NotListed(kind, answer)
      const own = items(answer).filter(({ tags, name }) => TAG in record(tags) || name === IMPORTED_NAME)
      found.push(...own.map((json) => leftoverIn(`/${kind}`, json)))
      position = nextPage(answer)
    }
  }
  return found
}

/** Tries all. Plans and stages hold each other, so that an API is removed after the plans that name it. */
export async function removeAll(
  control: Clients['control'],
  found: readonly Leftover[],
  say: (line: string) => void,
): Promise<void> {
  const isApi = ({ path }: Leftover) => path.startsWith('/restapis/')
  const holds = ({ path }: Leftover) => {
    const id = path.split('/').at(-1)
    return found.some(({ stages }) => stages.some((stage) => stage.split(':')[0] === id))
  }
  const apis = found.filter(isApi)
  const first = removeEach(
    control,
    found.filter((own) => !isApi(own)),
    say,
  )
  const free = removeEach(
    control,
    apis.filter((own) => !holds(own)),
    say,
  )
  await together([first, free])
  await removeEach(control, apis.filter(holds), say)
}

async function removeEach(
  control: Clients['control'],
  found: readonly Leftover[],
  say: (line: string) => void,
): Promise<void> {
  for (const { path, name, stages } of found) {
    const patchOperations = stages.map((value) => ({ op: 'remove', path: '/apiStages', value }))
    if (stages.length > 0) await control(`PATCH ${path}`, { patchOperations })
    const answer = await control(`DELETE ${path}`)
    if (answer.status < 300 || answer.status === 404) say(`removed ${name} (${path})`)
    else say(`could not remove ${name} (${path}): ${outcome(answer)}`)
  }
}

function nextPage({ json: { position } }: Answer): string {
  return typeof position === 'string' && position !== '' ? `&position=${encodeURIComponent(position)}` : ''
}
