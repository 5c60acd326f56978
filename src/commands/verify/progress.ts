import type { Context } from '../../context.js'
import type { VerifyProgress } from '../../core/verify/doors.js'
import { counted, duration } from '../../render/format/units.js'
import type { Session } from '../session/session.js'

type Waiting = Extract<VerifyProgress, { kind: 'waiting' }>

const LINE_EVERY_MS = 30_000

/** Says before the first request how many there will be at most, and what is waited for while it lasts. */
export async function withAnnouncements<T>(
  { io, clock }: Pick<Context, 'io' | 'clock'>,
  session: Session,
  work: (onProgress: (event: VerifyProgress) => void) => Promise<T>,
): Promise<T> {
  const spinner = session.quiet ? null : await io.spinner()
  let toldAt = Number.NEGATIVE_INFINITY
  let told: Waiting['for'] | null = null
  const wait = (event: Waiting) => {
    const started = clock.now() - event.waitedMs
    if (spinner) return spinner.show(() => lineFor({ ...event, waitedMs: clock.now() - started }))
    if (event.for === told && clock.now() - toldAt < LINE_EVERY_MS) return
    told = event.for
    toldAt = clock.now()
    session.note(lineFor(event))
  }
  try {
    return await work((event) => {
      if (event.kind === 'waiting') return wait(event)
      const note = noteFor(event)
      if (note === null) return
      spinner?.stop()
      session.note(note)
    })
  } finally {
    spinner?.stop()
  }
}

function noteFor(event: Exclude<VerifyProgress, Waiting>): string | null {
  switch (event.kind) {
    case 'announce': {
      const invokes = event.testInvokes > 0 ? ` and ${counted(event.testInvokes, 'test-invoke')}` : ''
      return `probing: at most ${counted(event.requests, 'request')}${invokes}`
    }
    case 'proof':
      return event.doing
    case 'spacing':
      return `timestamps have a resolution of a second: probing every ${duration(event.delayMs)}`
    case 'probe':
      return null
  }
}

function lineFor({ for: what, waitedMs, totalMs, typical }: Waiting): string {
  const total = `${typical ? 'typically' : 'at most'} ${duration(totalMs)}`
  const shown = waitedMs < 1000 ? total : `${duration(waitedMs)} of ${total}`
  return `waiting ${what}: ${shown}`
}
