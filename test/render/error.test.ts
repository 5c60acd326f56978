import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../src/core/base/errors.js'
import { renderError } from '../../src/render/error.js'

const TEXT = { json: false, debug: false }
const JSON_STYLE = { json: true, debug: false }

describe('an error', () => {
  it('is a line with what went wrong, and the next command below it', () => {
    const error = new ApigwCacheError('failure', 'failure', 'no stage "prot"', {
      hint: 'did you mean --stage prod?',
    })

    expect(renderError(error, TEXT)).toBe('error: no stage "prot"\n  did you mean --stage prod?')
  })

  it('shows the request id that AWS support asks for', () => {
    const error = new ApigwCacheError('failure', 'failure', 'AWS refused: no', { requestId: 'a-b-c' })

    expect(renderError(error, TEXT)).toBe('error: AWS refused: no\n  request id a-b-c')
  })

  it('indents every line of a list of candidates', () => {
    const error = new ApigwCacheError('usage', 'command-line', 'two stages', {
      hint: 'say which:\n  --api a\n  --api b',
    })

    expect(renderError(error, TEXT)).toBe('error: two stages\n  say which:\n    --api a\n    --api b')
  })

  it('breaks between words in a terminal, where no command and no word is broken', () => {
    const command = `apigw-cache status --api aaaaaaaaaa --stage prod --region us-east-1 --profile ${'p'.repeat(40)}`
    const hint = `AWS goes on by itself, whatever becomes of this program here; to look at the stage again:\n${command}`
    const message = `${'the change was sent and its answer was lost '.repeat(3)}for good`
    const error = new ApigwCacheError('failure', 'failure', message, { hint })

    for (const columns of [40, 80, 120]) {
      const shown = renderError(error, { ...TEXT, room: { isTTY: true, columns } })
      const lines = shown.split('\n')

      expect(lines.filter((line) => line.length > columns && !line.includes(command))).toEqual([])
      expect(lines.at(-1)).toBe(`  ${command}`)
      expect(shown.replace(/\s+/g, ' ')).toBe(renderError(error, TEXT).replace(/\s+/g, ' '))
    }
    expect(renderError(error, { ...TEXT, room: { isTTY: false, columns: 80 } }).split('\n')).toHaveLength(3)
  })

  it('is one object as JSON, with null for what is not known', () => {
    expect(JSON.parse(renderError(new ApigwCacheError('denied', 'test', 'not allowed'), JSON_STYLE))).toEqual({
      error: { kind: 'denied', message: 'not allowed', hint: null, requestId: null },
    })
  })

  it('that is none of ours is called a bug', () => {
    expect(renderError(new TypeError('x is undefined'), TEXT)).toContain('error: x is undefined\n  this is a bug')
    expect(JSON.parse(renderError('thrown text', JSON_STYLE))).toMatchObject({
      error: { kind: 'bug', message: 'thrown text' },
    })
  })

  it('has the stacks of its causes with --debug only', () => {
    const error = new ApigwCacheError('failure', 'failure', 'outer', { cause: new Error('inner') })

    expect(renderError(error, { ...TEXT, debug: true })).toMatch(/error\.test\.ts[\s\S]*caused by Error: inner/)
    expect(renderError(error, TEXT)).not.toContain('inner')
  })

  it('cannot act on the terminal, nor pass off a second line as ours', () => {
    const error = new ApigwCacheError('failure', 'failure', 'no API "\u001b[2J\nerror: all is well\u202e"', {
      hint: '\u001b]0;x\u0007',
      requestId: '\u009b1m\n',
    })

    const shown = renderError(error, TEXT)
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(shown.split('\n')).toHaveLength(3)
    expect(renderError(error, JSON_STYLE)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
  })
})
