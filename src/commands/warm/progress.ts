import type { Context } from '../../context.js'
import type { WarmProgress } from '../../core/warm/report.js'
import type { WarmOptions, WarmStart } from '../../core/warm/warm.js'
import { counted, duration } from '../../render/format/units.js'
import type { Shown } from '../progress.js'
import type { Session } from '../session/session.js'

const LINE_EVERY_MS = 30_000
/** About the time that a batch waits before its second look. */
const PAUSE_MS = 2000

/** Reports every answer to a terminal; elsewhere, where each report is a line, only now and then. */
export function everySoOften(
  { io, clock }: Context,
  session: Session,
  tell: (progress: Shown) => void,
): Required<Pick<WarmOptions, 'onStart' | 'onProgress'>> {
  let started = clock.now()
  let last = started
  return {
    onStart(start) {
      session.note(announcement(start))
      started = clock.now()
      last = started
    },
    onProgress({ filled, seenAgain, total }: WarmProgress) {
      const now = clock.now()
      if (!io.stderr.isTTY && now - last < LINE_EVERY_MS) return
      last = now
      const again = seenAgain === 0 ? '' : `, ${seenAgain} looked at again`
      tell({ status: `${filled} of ${total} asked for${again}`, waitedMs: now - started, typicalMs: null })
    },
  }
}

function announcement({ urls, testInvokes, perSecond }: WarmStart): string {
  const took = duration((urls * 2000) / perSecond + PAUSE_MS)
  const list = urls === 1 ? 'one URL' : `${urls} URLs`
  const tests = testInvokes === 0 ? '' : ` and at most ${counted(testInvokes, 'test-invoke')}`
  return `warming ${list}: two or three requests each${tests}, at most ${perSecond} a second, about ${took} in all`
}
