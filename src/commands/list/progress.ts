import type { ScanProgress } from '../../core/list/scan.js'
import { counted } from '../../render/format/units.js'

type OnProgress = (progress: ScanProgress) => void

/** Adds up how far the accounts and regions are: `2 of 6 regions, 310 of 600 APIs, 402 stages`. */
export function scanProgress(scopes: number, show: (status: string) => void): (scope: object) => OnProgress {
  const sums = { apis: 0, of: 0, stages: 0 }
  let ended = 0
  return () => {
    let last: ScanProgress = { apis: 0, of: 0, stages: 0 }
    let isEnded = false
    return (progress) => {
      sums.apis += progress.apis - last.apis
      sums.of += progress.of - last.of
      sums.stages += progress.stages - last.stages
      last = progress
      if (!isEnded && progress.apis === progress.of) {
        isEnded = true
        ended++
      }
      const regions = scopes > 1 ? `${ended} of ${scopes} regions, ` : ''
      show(`${regions}${sums.apis} of ${counted(sums.of, 'API')}, ${counted(sums.stages, 'stage')}`)
    }
  }
}
