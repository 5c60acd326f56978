import { describe, expect, it } from 'vitest'
import { byAccident } from '../../../src/core/evidence/series.js'

describe('how likely renewals are an accident', () => {
  it.each([
    ['after nothing was seen is an even chance', [], 1, 1 / 2],
    ['after four pairs that stayed is one in six', [{ pairs: 4, renewed: 0 }], 1, 1 / 6],
    ['falls with each renewal in a row', [{ pairs: 4, renewed: 0 }], 4, 1 / 6 ** 4],
    ['grows with each renewal that was seen', [{ pairs: 4, renewed: 2 }], 1, 3 / 6],
    [
      'is taken from all series together',
      [
        { pairs: 4, renewed: 0 },
        { pairs: 4, renewed: 1 },
      ],
      3,
      (2 / 10) ** 3,
    ],
    ['is certain where everything was always new', [{ pairs: 98, renewed: 98 }], 1, 99 / 100],
  ])('%s', (_, series, times, odds) => {
    expect(byAccident(series, times)).toBeCloseTo(odds, 12)
  })
})
