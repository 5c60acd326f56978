import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, type Option } from 'commander'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Shell } from '../../../src/commands/completion/scripts.js'
import { OPTION_VALUES, WORD_VALUES } from '../../../src/commands/completion/values.js'
import { VERBS } from '../../../src/commands/verbs.js'
import { runCli } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'

const made = new Map<Shell, Promise<string>>()
const printed = (shell: Shell): Promise<string> => {
  const script = made.get(shell) ?? runCli(`completion ${shell}`, new FakeClock(), {}).then((ran) => ran.stdout)
  made.set(shell, script)
  return script
}

/** Asks the function for what it offers, as the shell would after these words, of which the last is not finished. */
const ASK = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _apigw_cache; printf '%s\\n' "\${COMPREPLY[@]}"`

const RUN: Readonly<Record<Shell, (script: string, line: string) => readonly string[]>> = {
  bash: (script, line) => ['--norc', '-c', `. ${script}; ${ASK}`, 'bash', ...wordsOf(line)],
  // What completes in zsh runs like this; which of the words fit, zsh finds out by itself.
  zsh: (script, line) => ['-f', '-c', `. ${script}; emulate sh; ${ASK}`, 'zsh', ...wordsOf(line)],
  fish: (script, line) => ['--no-config', '-c', `source ${script}; complete -C '${line}'`],
}

/** Bash takes an equals sign for a word of its own. */
function wordsOf(line: string): readonly string[] {
  return line.split(/ |(?==)|(?<==)/)
}

async function offers(shell: Shell): Promise<(line: string) => readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'completion-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'script')
  writeFileSync(script, await printed(shell))
  return (line) => {
    const env = { ...process.env, HOME: folder, ZDOTDIR: folder }
    const out = execFileSync(shell, RUN[shell](script, `apigw-cache ${line}`), { encoding: 'utf8', env })
    return out.split('\n').flatMap((one) => one.split('\t')[0] || [])
  }
}

const SHELLS = (['bash', 'zsh', 'fish'] as const).map((shell) => ({
  shell,
  isThere: spawnSync(shell, ['--version']).status === 0,
}))

for (const { shell, isThere } of SHELLS) {
  const title = `the completion of ${shell}${isThere ? '' : ` (skipped: ${shell} is not installed)`}`
  describe.skipIf(!isThere)(title, { timeout: 60_000 }, () => {
    it.each([
      ['dis', ['disable']],
      ['-o json --region eu-west-1 dis', ['disable']],
      ['keys ', ['list', 'add', 'remove']],
      ['-o json keys -s prod ', ['list', 'add', 'remove']],
      ['keys add ', ['GET', 'POST', 'ANY']],
      ['override ', ['GET', 'POST', 'ANY']],
      ['policy ', ['invalidate', 'operator']],
      ['wait ', ['available', 'gone']],
      ['config ', ['show']],
      ['completion ', ['bash', 'zsh', 'fish']],
      ['verify --expect ', ['cached', 'not-cached']],
      ['verify /pets --expect ', ['cached', 'not-cached']],
      ['enable -s prod --size ', ['0.5', '237']],
      ['status -o ', ['table', 'ndjson']],
      ['export --as ', ['terraform', 'cloudformation', 'serverless']],
      ['help ', ['keys', 'status', 'exit-codes', 'environment']],
      ['resize --', ['--size', '--yes', '--help']],
    ])('offers after "%s"', async (line, expected) => {
      const offered = (await offers(shell))(line)

      expect(offered).toEqual(expect.arrayContaining([...expected]))
      if (!line.endsWith('--') && !line.startsWith('help')) expect(offered).not.toContain('--help')
    })

    it('offers no words of ours where a value is open', async () => {
      const ask = await offers(shell)

      for (const line of ['enable --api ', 'verify --as ', 'status --since ']) {
        expect(ask(line).filter((word) => /^(--|GET|prod|cached|terraform)/.test(word))).toEqual([])
      }
    })

    it('takes a value after an equals sign', async () => {
      const [first = ''] = (await offers(shell))('verify --expect=')

      expect(first.replace('--expect=', '')).toBe('cached')
    })
  })
}

describe('what is completed', () => {
  const all = async (name: string): Promise<Command> => {
    const program = new Command()
    const context = { io: {}, env: {} }
    ;(await VERBS[name]?.load())?.(program, context as never)
    return program.commands[0] ?? program
  }
  const refused = ({ parseArg }: Option, value: string): boolean => {
    try {
      parseArg?.(value, undefined)
      return false
    } catch {
      return true
    }
  }

  it('are values that the options take', async () => {
    const commands = await Promise.all(Object.keys(VERBS).map(all))
    const options = commands.flatMap((command) => command.options)

    for (const [long, values] of Object.entries(OPTION_VALUES)) {
      const named = options.filter((one) => one.long === long && one.required)
      expect(named, long).not.toEqual([])
      for (const option of named) {
        expect(
          values.filter((value) => refused(option, value)),
          long,
        ).toEqual([])
      }
    }
  })

  it('are words that the verbs take', async () => {
    for (const [name, [first = []]] of Object.entries(WORD_VALUES)) {
      const [argument] = (await all(name)).registeredArguments
      for (const word of first) expect(() => argument?.parseArg?.(word, undefined), name).not.toThrow()
    }
  })

  it('knows no other shell', async () => {
    const { code, stderr } = await runCli('completion tcsh', new FakeClock(), {})

    expect(stderr).toContain('there is no completion for "tcsh"\n  bash, zsh, fish')
    expect(code).toBe(2)
  })
})
