import type { PatchOperation } from '../aws/api.js'
import { type MethodEntries, operationsOf } from './batch.js'

/** Sends the methods of one request; where AWS finds it too large, each half by itself. */
export async function sendBatch(
  methods: readonly MethodEntries[],
  send: (operations: readonly PatchOperation[]) => Promise<void>,
): Promise<void> {
  try {
    await send(operationsOf(methods))
  } catch (error) {
    if (methods.length < 2 || !isTooLarge(error)) throw error
    const middle = Math.ceil(methods.length / 2)
    await sendBatch(methods.slice(0, middle), send)
    await sendBatch(methods.slice(middle), send)
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Update size too large')
}
