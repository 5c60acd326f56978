// What AWS Lambda calls, with one item of the map.
import { env } from 'node:process'
import { bucketStore } from './store.mjs'
import { work } from './work.mjs'

const store = bucketStore(env.BUCKET)
const program = (env.PROGRAM ?? 'node_modules/.bin/apigw-cache').split(' ')

export function handler(event, context) {
  return work(event, {
    attempt: context.awsRequestId,
    leftMs: context.getRemainingTimeInMillis(),
    store,
    program,
    role: env.ROLE,
    env,
  })
}
