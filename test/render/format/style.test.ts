import { describe, expect, it } from 'vitest'
import type { StreamTraits } from '../../../src/context.js'
import { type ColorMode, styleOf } from '../../../src/render/format/style.js'

const TTY: StreamTraits = { isTTY: true, columns: 80, colors: 2 }
const PIPE: StreamTraits = { isTTY: false, columns: 80, colors: 0 }

describe('colour', () => {
  it.each<[boolean, StreamTraits, ColorMode, Readonly<Record<string, string>>]>([
    [true, TTY, 'auto', {}],
    [false, PIPE, 'auto', {}],
    [false, { ...TTY, colors: 0 }, 'auto', {}],
    [false, TTY, 'auto', { TERM: 'dumb' }],
    [true, TTY, 'auto', { TERM: 'xterm-256color' }],
    [false, TTY, 'auto', { NO_COLOR: '1' }],
    [true, TTY, 'auto', { NO_COLOR: '' }],
    [true, PIPE, 'auto', { FORCE_COLOR: '1' }],
    [true, TTY, 'auto', { FORCE_COLOR: '1', TERM: 'dumb' }],
    [false, TTY, 'auto', { FORCE_COLOR: '0' }],
    [false, PIPE, 'auto', { FORCE_COLOR: '' }],
    [false, PIPE, 'auto', { NO_COLOR: '1', FORCE_COLOR: '1' }],
    [true, PIPE, 'always', {}],
    [true, PIPE, 'always', { NO_COLOR: '1', TERM: 'dumb', FORCE_COLOR: '0' }],
    [false, TTY, 'never', {}],
    [false, TTY, 'never', { FORCE_COLOR: '1' }],
  ])('is %s with %j, --color %s and %j', (expected, traits, mode, env) => {
    const painted = styleOf(traits, mode, env).paint.red('x')

    expect(painted !== 'x').toBe(expected)
  })
})

describe('signs', () => {
  it.each([
    ['✓', {}],
    ['✓', { LANG: 'de_DE.UTF-8' }],
    ['✓', { LC_ALL: 'C.utf8', LANG: 'C' }],
    ['✓', { LANG: '' }],
    ['ok:', { LANG: 'C' }],
    ['ok:', { LANG: 'de_DE.UTF-8', LC_CTYPE: 'de_DE.ISO-8859-1' }],
    ['ok:', { LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }],
  ])('are %s with %j', (sign, env) => {
    expect(styleOf(TTY, 'auto', env).sign.yes).toBe(sign)
  })
})
