import { stderr } from 'node:process'
import { errorAnswer, internalFailure } from '../http/errors.js'
import type { HttpAnswer } from '../http/message.js'
import { hidingSecrets } from '../http/secrets.js'
import { uuid } from '../world/ids.js'
import type { SandboxBug } from './bug.js'

export interface FailedRequest {
  readonly method: string
  readonly path: string
  readonly rawQuery: string
  readonly rawHeaders: readonly string[]
}

/** Tells of a bug, and gives the answer for it. Never throws. */
export type ReportBug = (error: unknown, request: FailedRequest) => HttpAnswer

const MOST_LINES = 20

export function bugReports(onBug: (bug: SandboxBug) => void, random: () => number): ReportBug {
  return (error, request) => {
    const { method, path } = request
    const requestId = uuid(random)
    const told = `a bug of the sandbox: ${method} ${path} (request ${requestId}) was answered with 500: ${stackOf(error)}`
    const bug = { requestId, method, path, error, text: hidingSecrets(request)(told) }
    try {
      onBug(bug)
    } catch (cause) {
      tellOnStderr(bug)
      tellOnStderr({ text: `and onBug failed: ${stackOf(cause)}` })
    }
    const { status, headers, body } = errorAnswer(internalFailure())
    return { status, headers: [...headers, ['x-amzn-RequestId', requestId]], body }
  }
}

export function tellOnStderr({ text }: Pick<SandboxBug, 'text'>): void {
  stderr.write(`${text}\n`)
}

function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return stack.split('\n').slice(0, MOST_LINES).join('\n')
}
