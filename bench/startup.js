import { alternate, processMs, ratio } from './measure.js'
import { nodes } from './nodes.js'

const RUNS = 20
/** Later versions of Node start faster themselves, so that the same work is a larger ratio. */
const TARGETS = { old: { version: 1.2, help: 1.4 }, recent: { version: 1.25, help: 1.5 } }

export async function startup({ built }) {
  const { found, notes } = nodes()
  const measures = []
  for (const node of found) measures.push(...(await startupOf(node, built)))
  return { measures, notes }
}

async function startupOf({ path, name, isRecent }, built) {
  const run = (...args) => processMs(path, args)
  const seen = await alternate(
    {
      version: () => run(built.bin, '--version'),
      help: () => run(built.bin, 'enable', '--help'),
      bare: () => run('-e', '0'),
    },
    { runs: RUNS, warmUps: 2 },
  )
  const target = isRecent ? TARGETS.recent : TARGETS.old
  const against = (what, own, atMost) =>
    ratio(what, 'ms', ['apigw-cache', own], [`node ${name} -e 0`, seen.bare], { atMost })
  return [against('--version', seen.version, target.version), against('enable --help', seen.help, target.help)]
}
