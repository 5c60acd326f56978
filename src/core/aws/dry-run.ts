import type { ClusterStatus } from '../gateway/model.js'
import type { MethodPlace, MethodRecord, StageRecord, StageRef } from '../gateway/record.js'
import type { ControlPlane, PatchOperation } from './api.js'
import { patchedMethod, patchedStage } from './patched.js'

/** The result of every writing verb under `--dry-run`. */
export interface DryRun {
  readonly requests: readonly {
    readonly service: string
    readonly method: string
    readonly url: string
    readonly body: unknown
    /** Of requests to a stage: header names, with values only where everybody sends the same. */
    readonly headers?: readonly string[]
  }[]
}

/** The status after a running change has ended. */
const AFTER_CHANGE = {
  AVAILABLE: 'AVAILABLE',
  NOT_AVAILABLE: 'NOT_AVAILABLE',
  CREATE_IN_PROGRESS: 'AVAILABLE',
  FLUSH_IN_PROGRESS: 'AVAILABLE',
  DELETE_IN_PROGRESS: 'NOT_AVAILABLE',
} as const satisfies Record<ClusterStatus, ClusterStatus>

/**
 * Imitates a control plane after running changes have ended: `control` keeps back all writes, and later reads
 * show their effect. A deployment gets a made-up id; exports stay unchanged.
 */
export function dryRunControl(control: ControlPlane): ControlPlane {
  const stages = new Map<string, readonly PatchOperation[]>()
  const deployed = new Set<string>()
  const methods = new Map<string, readonly PatchOperation[]>()
  const shownStage = (ref: StageRef, record: StageRecord): StageRecord => {
    const ended = { ...record, clusterStatus: AFTER_CHANGE[record.clusterStatus] }
    const patched = patchedStage(ended, stages.get(keyOf(ref)) ?? [])
    return deployed.has(keyOf(ref)) ? { ...patched, deploymentId: 'dry-run' } : patched
  }
  const shownMethod = (record: MethodRecord): MethodRecord =>
    patchedMethod(record, methods.get(`${record.resourceId}/${record.method}`) ?? [])
  const noteMethod = ({ resourceId, method }: MethodPlace, operations: readonly PatchOperation[]) => {
    const key = `${resourceId}/${method}`
    methods.set(key, [...(methods.get(key) ?? []), ...operations])
  }
  return {
    ...control,
    stage: async (ref) => shownStage(ref, await control.stage(ref)),
    stages: async (apiId) =>
      (await control.stages(apiId)).map((record) => shownStage({ apiId, stage: record.name }, record)),
    async updateStage(ref, operations) {
      await control.updateStage(ref, operations)
      stages.set(keyOf(ref), [...(stages.get(keyOf(ref)) ?? []), ...operations])
    },
    methods: async (apiId) => (await control.methods(apiId)).map(shownMethod),
    method: async (apiId, place) => shownMethod(await control.method(apiId, place)),
    async updateMethod(apiId, place, operations) {
      await control.updateMethod(apiId, place, operations)
      noteMethod(place, operations)
    },
    async updateIntegration(apiId, place, operations) {
      await control.updateIntegration(apiId, place, operations)
      const inside = operations.map((one) => ({ ...one, path: `/integration${one.path}` }))
      noteMethod(place, inside)
    },
    async createDeployment(ref, description) {
      await control.createDeployment(ref, description)
      deployed.add(keyOf(ref))
    },
  }
}

function keyOf({ apiId, stage }: StageRef): string {
  return `${apiId}/${stage}`
}
