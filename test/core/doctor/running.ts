import { execFileSync } from 'node:child_process'
import type { DoctorReport } from '../../../src/core/doctor/report.js'
import type { Bench, Ran } from '../../support/cli.js'

const EXIT_NEGATIVE = 6
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x',
}

/** `{/pets}` in the line stands for the id of that resource. */
export async function control(bench: Bench, line: string, body?: object): Promise<unknown> {
  const [verb = '', path = ''] = line.split(' ')
  const [, resource] = /\{(\/[^}]*)\}/.exec(path) ?? []
  const id = resource === undefined ? '' : await resourceId(bench, path, resource)
  const reply = await fetch(bench.sandbox.url + path.replace(/\{[^}]*\}/, id), {
    method: verb,
    headers: SIGNED,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${line}: ${reply.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

async function resourceId(bench: Bench, path: string, resource: string): Promise<string> {
  const [, api] = /^\/restapis\/([^/]+)/.exec(path) ?? []
  const list = await control(bench, `GET /restapis/${api}/resources`)
  const items: readonly { id: string; path: string }[] = Reflect.get(Object(list), 'item')
  return items.find((one) => one.path === resource)?.id ?? 'none'
}

export function patchIntegration(bench: Bench, api: string, path: string, verb: string, operation: object) {
  const line = `PATCH /restapis/${api}/resources/{${path}}/methods/${verb}/integration`
  return control(bench, line, { patchOperations: [operation] })
}

export function deploy(bench: Bench, api: string, stageName: string) {
  return control(bench, `POST /restapis/${api}/deployments`, { stageName })
}

export async function doctor(bench: Bench, flags = '', config = ''): Promise<Ran & { readonly report: DoctorReport }> {
  const files = { '/work-folder/apigw-cache.config.yaml': config }
  const ran = await bench.cli(`doctor --api aaaaaaaaaa --stage prod -o json ${flags}`, { files })
  if (ran.stdout === '') throw new Error(ran.stderr)
  const report: DoctorReport = JSON.parse(ran.stdout)
  return { ...ran, report }
}

/** A command line as a shell takes it apart. */
export function shellWords(line: string): readonly string[] {
  const out = execFileSync('bash', ['--norc', '-c', `printf '%s\\0' ${line}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { LC_ALL: 'C.UTF-8' },
  })
  return out.split('\0').slice(0, -1)
}

/** Runs a command that was suggested, and answers its questions with yes. */
export async function runFix(bench: Bench, line: string, config = ''): Promise<void> {
  const [program, ...argv] = shellWords(line)
  if (program === 'aws') return runAws(bench, argv)
  const files = { '/work-folder/apigw-cache.config.yaml': config }
  const ran = await bench.cli(argv, { answers: [true, true, true], files })
  // A look may end with a no.
  if (![0, EXIT_NEGATIVE].includes(ran.code)) throw new Error(`${line}: exit ${ran.code}: ${ran.stderr}`)
}

/** Of the AWS CLI what the rules suggest. */
async function runAws(bench: Bench, argv: readonly string[]): Promise<void> {
  const [service, operation, ...rest] = argv
  const value = (name: string) => rest[rest.indexOf(name) + 1] ?? ''
  const api = `/restapis/${value('--rest-api-id')}`
  const path = operation === 'update-stage' ? `${api}/stages/${value('--stage-name')}` : api
  if (service !== 'apigateway') throw new Error(`aws ${service}`)
  await control(bench, `PATCH ${path}`, { patchOperations: JSON.parse(value('--patch-operations')) })
}
