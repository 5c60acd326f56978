import type { Context } from '../../context.js'
import type { WarmProgress } from '../../core/warm/report.js'
import type { WarmOptions, WarmStart } from '../../core/warm/warm.js'
import { counted, duration } from '../../render/format/units.js'
import { nowAndThen, type Shown } from '../progress.js'
import type { Session } from '../session/session.js'

/** The time that a batch waits before its second look. */
const PAUSE_MS = 4100

/** Reports every answer to a terminal; elsewhere, where each report is a line, only now and then. */
export function everySoOften(
  context: Context,
  session: Session,
  tell: (progress: Shown) => void,
): Required<Pick<WarmOptions, 'onStart' | 'onProgress'>> {
  let show = nowAndThen(context, tell)
  return {
    onStart(start) {
      session.note(announcement(start))
      show = nowAndThen(context, tell)
    },
    onProgress({ filled, seenAgain, total }: WarmProgress) {
      const again = seenAgain === 0 ? '' : `, ${seenAgain} looked at again`
      show(`${filled} of ${total} asked for${again}`)
    },
  }
}

function announcement({ urls, testInvokes, perSecond }: WarmStart): string {
  const pass = (urls * 1000) / perSecond
  const took = duration(pass + Math.max(pass, PAUSE_MS))
  const list = urls === 1 ? 'one URL' : `${urls} URLs`
  const tests = testInvokes === 0 ? '' : ` and at most ${counted(testInvokes, 'test-invoke')}`
  return `warming ${list}: two or three requests each${tests}, at most ${perSecond} a second, about ${took} in all where two are enough`
}
