import { describe, expect, it, onTestFinished } from 'vitest'
import { startSandbox } from '../../src/sandbox/index.js'
import { awsEnvironment, BIN, bin, program } from '../support/program.js'

async function demo() {
  const sandbox = await startSandbox({ port: 0 })
  onTestFinished(() => sandbox.close())
  return awsEnvironment(sandbox.url)
}
const WATCH = ['status', '--api', 'pets', '--stage', 'prod', '--watch', '--interval', '1s']

describe('status --watch, as a program', () => {
  it('ends quietly when its reader has had enough', async () => {
    const script = `("$@"; echo "exit $?" >&2) | head -n 2`

    const { stdout, stderr } = await program('sh', ['-c', script, 'sh', process.execPath, BIN, ...WATCH], {
      env: await demo(),
    })

    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(stderr).toBe('exit 0\n')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 130 on %s, and says nothing', async (signal) => {
    const { code, stdout, stderr } = await bin(WATCH, {
      env: await demo(),
      signalAt: { text: 'NOT_AVAILABLE', signal },
    })

    expect(code).toBe(130)
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z {2}NOT_AVAILABLE {2}/)
    expect(stderr).toBe('')
  })
})
