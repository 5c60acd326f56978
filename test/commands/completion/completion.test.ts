import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'

const script = async (shell: string) => (await runCli(`completion ${shell}`, new FakeClock(), {})).stdout

/** What bash offers after these words, of which the last is not finished. */
function offered(source: string, ...words: readonly string[]): readonly string[] {
  const line = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _apigw_cache; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['--norc', '-c', `${source}\n${line}`], { encoding: 'utf8' })
  return out.split('\n').filter((word) => word !== '')
}

describe('completion', () => {
  it('offers bash the verbs, and then the options of the verb', async () => {
    const source = await script('bash')

    expect(offered(source, 'apigw-cache', 'dis')).toEqual(['disable'])
    expect(offered(source, 'apigw-cache', 'resize', '--si')).toEqual(['--size'])
    expect(offered(source, 'apigw-cache', '-q', 'keys', '--deploy')).toEqual(['--deploy', '--deploy-all'])
  })

  it('has a script for zsh and for fish', async () => {
    expect(await script('zsh')).toContain('bashcompinit\n_apigw_cache() {')
    expect(await script('fish')).toContain(
      "complete -c apigw-cache -n '__fish_seen_subcommand_from resize' -l size\n",
    )
  })

  it('knows no other shell', async () => {
    const { code, stderr } = await runCli('completion tcsh', new FakeClock(), {})

    expect(stderr).toContain('there is no completion for "tcsh"\n  bash, zsh, fish')
    expect(code).toBe(2)
  })
})
