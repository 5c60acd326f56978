import { ApigwCacheError } from '../base/errors.js'
import { waitUntil } from '../base/wait.js'
import { changing } from '../change/change.js'
import type { ChangeOptions } from '../change/options.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import { type DeployedMethod, deployedMethods } from '../gateway/export.js'
import { sameKeys } from '../gateway/key.js'
import { type MethodRef, nameOfMethod, sameMethod } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { nameOf, refOf } from '../gateway/stage.js'

/** Nearly always a new deployment is live at once. */
const TYPICAL_MS = 5000

interface Live {
  readonly record: StageRecord
  readonly methods: readonly DeployedMethod[] | null
}

/** Ids of a new deployment and of its predecessor. */
export interface Deployment {
  readonly id: string
  readonly previous: string
}

/** A method with the keys that it shall run after a deployment, in this tool's spelling. */
export interface Published {
  readonly ref: MethodRef
  readonly keys: readonly string[]
}

export interface Publication {
  readonly methods: readonly Published[]
  /** Id of the deployment that was agreed to be replaced. */
  readonly previous: string
  /** For people who look at the list of deployments. */
  readonly description: string
}

/** Refuses a stage with a canary: the deployment would go to the canary, whose callers nobody asked about. */
export function refuseCanary(record: StageRecord, target: Target): void {
  if (record.canary === null) return
  const message = `${nameOf(target)} has a canary: a deployment would change what it or the rest of the traffic gets`
  throw new ApigwCacheError('failure', 'canary', message, {
    hint: 'promote or remove the canary first, or deploy with the tool that made it',
  })
}

/**
 * Publishes the current API to the stage and reads back that it runs the keys. Checks before each attempt what
 * the stage runs, so that no second deployment follows a lost answer.
 */
export function deploy(
  stage: OpenStage,
  publication: Publication,
  options: Pick<ChangeOptions, 'timeoutMs' | 'wait'>,
): Promise<Deployment> {
  const { connection, target } = stage
  const { previous, description } = publication
  const send = () => connection.control.createDeployment(refOf(target), description)
  let isAccepted = false
  return changing(stage, options, async (change) => {
    const note = (id: string | null) => {
      if (change.changed()) stage.ledger.deployed({ id, previous, isSure: isAccepted || id !== null })
    }
    const watch = async () => {
      const now = await look(stage)
      note(now.record.deploymentId === previous ? null : now.record.deploymentId)
      return now
    }
    const seen = await watch()
    refuseCanary(seen.record, target)
    const isBefore = seen.record.deploymentId === previous
    // What was accepted may show late.
    if (isBefore && !isAccepted) {
      try {
        await change.write(send, 'a deployment')
        isAccepted = true
      } finally {
        note(null)
      }
    } else if (!isBefore && !change.changed() && !isLive(seen, publication)) {
      const message = `somebody else has deployed to ${nameOf(target)} in the meantime`
      throw new ApigwCacheError('failure', 'deployed-meanwhile', message, { data: { target } })
    }
    const { record } = await (options.wait === false
      ? watch()
      : waitUntilLive(stage, watch, publication, change.deadline()))
    return { id: record.deploymentId ?? '', previous }
  })
}

function waitUntilLive(
  { connection, target }: OpenStage,
  watch: () => Promise<Live>,
  publication: Publication,
  deadline: number,
): Promise<Live> {
  const names = publication.methods.map(({ ref }) => nameOfMethod(ref)).join(', ')
  return waitUntil(watch, (seen) => isLive(seen, publication), {
    clock: connection.clock,
    expectedMs: TYPICAL_MS,
    deadline,
    signal: connection.retry.signal,
    describe: ({ record }) => ({
      state: `${nameOf(target)} runs deployment ${record.deploymentId} without the keys of ${names}`,
      code: 'keys-not-live',
      data: { target },
    }),
  })
}

export function keysOf(methods: readonly DeployedMethod[] | null, ref: MethodRef): readonly string[] | null {
  return methods?.find((one) => sameMethod(one, ref))?.keys ?? null
}

async function look(stage: OpenStage): Promise<Live> {
  const record = await readRecord(stage)
  const document = await stage.connection.control.deployedExport(refOf(stage.target))
  return { record, methods: deployedMethods(document) }
}

function isLive({ record, methods }: Live, { methods: wanted, previous }: Publication): boolean {
  if (record.deploymentId === previous) return false
  return wanted.every(({ ref, keys }) => {
    const running = keysOf(methods, ref)
    return running !== null && sameKeys(running, keys)
  })
}
