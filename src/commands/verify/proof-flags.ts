import { Option } from 'commander'
import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { ProofOptions } from '../../core/verify/proofs/list.js'
import type { Input, Proof } from '../../core/verify/proofs/proof.js'
import { collect } from '../flags/values.js'
import { readHeaders } from '../session/headers.js'
import { optionName } from '../session/spelling.js'

/** The flag that asks for a proof. */
export function proofFlag({ input }: Pick<Proof, 'input'>): Option {
  const flag = optionName(input.name)
  const summary = input.summary.replace(/\{(\w+)\}/g, (_, name) => optionName(name))
  if (input.kind === 'switch') return new Option(flag, summary)
  const valued = new Option(`${flag} <${input.value}>`, summary)
  if (input.kind !== 'choice') return valued.argParser(collect)
  return valued.argParser(oneOf(flag, input.choices)).default(input.preset)
}

/** The same sorted for help: what is done once for all URLs, and takes minutes, goes last. */
export function cheapFirst(proofs: readonly Proof[]): readonly Proof[] {
  const once = ({ take }: Proof) => 'once' in take
  return [...proofs.filter((proof) => !once(proof)), ...proofs.filter(once)]
}

/** From the flags, with secrets read. */
export async function proofOptions(
  flags: object,
  proofs: readonly Proof[],
  context: Pick<Context, 'env' | 'readFile' | 'hide'>,
): Promise<ProofOptions> {
  const given = proofs.map(async (proof) => {
    const value: unknown = Reflect.get(flags, proofFlag(proof).attributeName())
    return [proof.input.name, await readValue(proof.input, value, context)] as const
  })
  return Object.fromEntries(await Promise.all(given))
}

async function readValue(
  { kind }: Input,
  value: unknown,
  context: Pick<Context, 'env' | 'readFile' | 'hide'>,
): Promise<unknown> {
  if (kind !== 'headers' || !Array.isArray(value)) return value
  return Promise.all(value.map((text) => readHeaders([text], context)))
}

function oneOf(flag: string, choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text
    const last = choices.length - 1
    throw new ApigwCacheError('usage', 'command-line', `${flag} is "${text}"`, {
      hint: `${choices.slice(0, last).join(', ')} or ${choices[last]}`,
    })
  }
}
