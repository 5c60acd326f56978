import { alternate, processMs, ratio } from './measure.js'

const RUNS = 20
/** By Node's major version; later ones start faster themselves, so that the same work is a larger ratio. */
const TARGETS = { old: { version: 1.2, help: 1.4 }, recent: { version: 1.3, help: 1.6 } }

export async function startup({ built }) {
  const run = (...args) => processMs(process.execPath, args)
  const seen = await alternate(
    {
      version: () => run(built.bin, '--version'),
      help: () => run(built.bin, 'enable', '--help'),
      bare: () => run('-e', '0'),
    },
    { runs: RUNS, warmUps: 2 },
  )
  const target = Number.parseInt(process.versions.node, 10) > 20 ? TARGETS.recent : TARGETS.old
  const against = (what, own, atMost) =>
    ratio(what, 'ms', ['apigw-cache', own], [`node ${process.version} -e 0`, seen.bare], { atMost })
  return {
    measures: [
      against('--version', seen.version, target.version),
      against('enable --help', seen.help, target.help),
    ],
  }
}
