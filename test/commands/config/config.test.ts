import { describe, expect, it } from 'vitest'
import { runCli } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'

const FILES = { '/work-folder/apigw-cache.config.yaml': 'api: pets\nstage: dev\nrate: 3/s\n' }
const NOWHERE = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }
const show = (command: string, env: Readonly<Record<string, string>> = {}) =>
  runCli(`config show ${command}`, new FakeClock(), NOWHERE, { files: FILES, env })

describe('config show', () => {
  it('says what is set and by what, and asks AWS nothing', async () => {
    const { code, stdout } = await show('--region eu-west-1 -o json', { APIGW_CACHE_STAGE: 'prod' })

    const { values } = JSON.parse(stdout)
    expect(values).toContainEqual({
      name: 'api',
      value: 'pets',
      origin: '/work-folder/apigw-cache.config.yaml:1',
    })
    expect(values).toContainEqual({ name: 'stage', value: 'prod', origin: 'APIGW_CACHE_STAGE' })
    expect(values).toContainEqual({ name: 'region', value: 'eu-west-1', origin: '--region' })
    expect(values).toContainEqual({ name: 'output', value: 'json', origin: '--output' })
    expect(values).toContainEqual({ name: 'account', value: null, origin: null })
    expect(code).toBe(0)
  })

  it('shows the origin on the screen where that is asked for', async () => {
    expect((await show('')).stdout).toMatch(/^rate +3\/s$/m)
    expect((await show('--origin')).stdout).toMatch(/^rate +3\/s +\/work-folder\/apigw-cache\.config\.yaml:3$/m)
    expect((await show('--origin')).stdout).toMatch(/^output +table +default$/m)
  })

  it('does nothing else', async () => {
    const { code, stderr } = await runCli('config set', new FakeClock(), NOWHERE)

    expect(stderr).toContain('"set" is not something to do with the settings')
    expect(code).toBe(2)
  })
})
