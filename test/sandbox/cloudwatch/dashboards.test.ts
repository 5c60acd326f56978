import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { at, metered } from '../support/metered.js'
import { refused } from '../support/sandbox.js'

const METRIC = {
  type: 'metric',
  x: 0,
  y: 0,
  width: 6,
  height: 6,
  properties: {
    metrics: [
      ['AWS/ApiGateway', 'CacheHitCount', 'ApiName', 'pets', { id: 'h' }],
      [{ expression: '100 * h / (h + m)' }],
    ],
    region: 'us-east-1',
    view: 'timeSeries',
  },
}
const BODY = JSON.stringify({ widgets: [METRIC, { type: 'text', properties: { markdown: '# é' } }] })

async function boards() {
  const made = await metered()
  const { cloudWatch } = made
  return {
    ...made,
    put: (DashboardName: string, DashboardBody = BODY, more: object = {}) =>
      cloudWatch.send(new PutDashboardCommand({ DashboardName, DashboardBody, ...more })),
    get: (DashboardName: string) => cloudWatch.send(new GetDashboardCommand({ DashboardName })),
    list: async (DashboardNamePrefix?: string) =>
      (await cloudWatch.send(new ListDashboardsCommand({ DashboardNamePrefix }))).DashboardEntries,
    remove: (...DashboardNames: string[]) => cloudWatch.send(new DeleteDashboardsCommand({ DashboardNames })),
  }
}

const arnOf = (name: string) => `arn:aws:cloudwatch::000000000000:dashboard/${name}`

describe('dashboards', () => {
  it('M80 are put, got, listed and deleted, all of a call or none', async () => {
    const { put, get, list, remove, clock, cloudWatch } = await boards()
    expect((await put('cache', BODY, { Tags: [{ Key: 'a', Value: 'b' }] })).DashboardValidationMessages).toEqual([])
    clock.advance(60_000)
    await put('api', '{}')
    expect(await get('cache')).toMatchObject({
      DashboardArn: arnOf('cache'),
      DashboardBody: BODY,
      DashboardName: 'cache',
    })
    expect(await list()).toEqual([
      { DashboardName: 'api', DashboardArn: arnOf('api'), LastModified: at(1), Size: 2 },
      {
        DashboardName: 'cache',
        DashboardArn: arnOf('cache'),
        LastModified: at(0),
        Size: Buffer.byteLength(BODY),
      },
    ])
    expect((await list('ca'))?.map(({ DashboardName }) => DashboardName)).toEqual(['cache'])
    const { Tags } = await cloudWatch.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('cache') }))
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }])
    expect(await refused(remove('api', 'none'))).toMatch(/^404 .*: Dashboard none does not exist$/)
    await remove('api', 'cache')
    expect(await list()).toEqual([])
    expect(await refused(get('cache'))).toMatch(/^404 .*NotFound.*: Dashboard cache does not exist$/)
  })

  it('M81 are refused with the places that are wrong in the body', async () => {
    const { put, list, cloudWatch } = await boards()
    const widget = (changes: object) => JSON.stringify({ widgets: [{ ...METRIC, ...changes }] })
    const wrong: [string, string][] = [
      ['not JSON', 'The field DashboardBody must be a valid JSON object'],
      ['[]', 'The field DashboardBody must be a valid JSON object'],
      [widget({ properties: { metrics: [['a', 'b']] } }), "Should have required property 'region'"],
      [widget({ properties: { region: 'x' } }), "Should have required property 'metrics'"],
      [widget({ type: 'pie' }), '/widgets/0/type'],
      [widget({ width: 25 }), '/widgets/0/width'],
      [widget({ type: 'text', properties: {} }), "Should have required property 'markdown'"],
      [widget({ type: 'alarm', properties: { alarms: [] } }), '/widgets/0/properties/alarms'],
      [widget({ type: 'log', properties: { region: 'x' } }), "Should have required property 'query'"],
      [widget({ properties: { region: 'x', metrics: [[]] } }), '/widgets/0/properties/metrics/0'],
    ]
    for (const [body, expected] of wrong) {
      const error: unknown = await put('cache', body).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'DashboardInvalidInputError', $metadata: { httpStatusCode: 400 } })
      expect(String(error)).toContain(expected)
      expect(error).toMatchObject({
        dashboardValidationMessages: expect.arrayContaining([expect.objectContaining({ Message: expect.any(String) })]),
      })
    }
    for (const name of ['a b', 'é', 'a/b', '']) {
      expect(await refused(put(name))).toBe(
        '400 InvalidParameterValueException: The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
      )
    }
    expect(await refused(put('a'.repeat(256)))).toContain('longer than 255')
    expect(
      await refused(cloudWatch.send(new PutDashboardCommand({ DashboardName: 'a', DashboardBody: undefined }))),
    ).toContain('MissingRequiredParameterException')
    expect(await list()).toEqual([])
  })

  it('M81 are kept with a warning where a widget has more than it should', async () => {
    const { put, get } = await boards()
    const body = JSON.stringify({ widgets: [{ ...METRIC, colour: 'red' }] })
    expect((await put('cache', body)).DashboardValidationMessages).toEqual([
      { DataPath: '/widgets/0/colour', Message: 'Unknown property is ignored' },
    ])
    expect((await get('cache')).DashboardBody).toBe(body)
  })
})
