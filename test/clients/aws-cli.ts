import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { awsEnvironment } from '../support/program.js'

const SCRIPT = fileURLToPath(new URL('aws_cli.py', import.meta.url))

/** Whether Python has the AWS CLI as a package: version 1 is one. */
export const hasAwsCli = spawnSync('python3', ['-c', 'import awscli']).status === 0

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** `aws …` against an endpoint; what is in single quotes is one argument. */
export function awsCli(url: string, cwd: string): (line: string) => Promise<Said> {
  const child = spawn('python3', [SCRIPT], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: cwd,
      AWS_CONFIG_FILE: '/nonexistent/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      ...awsEnvironment(url),
    },
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  onTestFinished(() => {
    child.stdin.end()
    child.kill()
  })
  return async (line) => {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word)
    child.stdin.write(`${JSON.stringify(words)}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`the AWS CLI ended at: aws ${line}`)
    return JSON.parse(value)
  }
}
