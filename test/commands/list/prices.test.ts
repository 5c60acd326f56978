import { expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const api = (region: string): Seed['apis'][number] => ({
  region,
  name: 'pets',
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: { prod: { cluster: '0.5' } },
})

it.each([
  ['us-east-1', / a month\n/],
  ['us-gov-nowhere-1', / a month \(us-east-1 price\)\n/],
  ['us-east-1,us-gov-nowhere-1', / a month \(us-east-1 price in us-gov-nowhere-1\)\n/],
])('list says which part of the sum has the price of another region: %s', async (regions, mark) => {
  const { cli } = await withSandbox({ seed: { apis: [api('us-east-1'), api('us-gov-nowhere-1')] } })

  const { stdout } = await cli(`list --regions ${regions}`)

  expect(stdout).toMatch(mark)
})
