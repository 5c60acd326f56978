import { type Answer, items, record } from '../wire/answer.js'
import type { Clients } from './clients.js'

export const TAG = 'apigw-cache:fieldtest'

/** What bears the tag is found again, whichever run has made it. Plans come first: they and their stages hold each other. */
const KINDS = ['usageplans', 'apikeys', 'restapis'] as const
const MOST_PAGES = 50

export interface Leftover {
  readonly path: string
  readonly name: string
  /** The stages of a plan, as a patch names them. */
  readonly stages: readonly string[]
}

async function tagged(control: Clients['control']): Promise<readonly Leftover[]> {
  const found: Leftover[] = []
  for (const kind of KINDS) {
    let position = ''
    for (let page = 0; page === 0 || (position !== '' && page < MOST_PAGES); page++) {
      const answer = await control(`GET /${kind}?limit=500${position}`)
      if (answer.status >= 300) throw new Error(`what this creates cannot be listed (${kind}): ${answer.text}`)
      const own = items(answer).filter(({ tags }) => TAG in record(tags))
      found.push(...own.map((json) => leftoverIn(kind, json)))
      position = nextPage(answer)
    }
  }
  return found
}

/** Tries all, and tells which are still there. */
export async function removeTagged(
  control: Clients['control'],
  say: (line: string) => void,
): Promise<readonly Leftover[]> {
  for (const { path, name, stages } of await tagged(control)) {
    const patchOperations = stages.map((value) => ({ op: 'remove', path: '/apiStages', value }))
    if (stages.length > 0) await control(`PATCH ${path}`, { patchOperations })
    const { status, text } = await control(`DELETE ${path}`)
    say(status < 300 ? `removed ${name} (${path})` : `could not remove ${name} (${path}): ${text}`)
  }
  return tagged(control)
}

function leftoverIn(kind: string, { id, name, apiStages }: Answer['json']): Leftover {
  const stages = Array.isArray(apiStages) ? apiStages.map(record) : []
  return {
    path: `/${kind}/${String(id)}`,
    name: String(name),
    stages: stages.map(({ apiId, stage }) => `${String(apiId)}:${String(stage)}`),
  }
}

function nextPage({ json: { position } }: Answer): string {
  return typeof position === 'string' && position !== '' ? `&position=${encodeURIComponent(position)}` : ''
}
