import { ApigwCacheError } from '../../core/base/errors.js'
import { parseRole } from '../../core/fleet/accounts.js'
import { isRegion, meantRegion } from '../../core/fleet/regions.js'

export function regions(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...namesIn('--regions', text, ['all'])]
}

export function excluded(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...namesIn('--exclude-region', text, [])]
}

function namesIn(option: string, text: string, words: readonly string[]): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  const wrong = names.find((name) => !words.includes(name) && !isRegion(name))
  if (wrong === undefined) return names
  const meant = meantRegion(wrong)
  throw new ApigwCacheError('usage', 'command-line', `${option} is "${text}"`, {
    hint: meant === null ? [...words, 'eu-west-1', 'eu-west-1,us-east-1'].join(', or ') : `did you mean ${meant}?`,
  })
}

export function role(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, parseRole(text)]
}

export function externalId(text: string): string {
  if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `--external-id is "${text}"`, {
    hint: 'two or more letters, digits and signs of + = , . @ : / -',
  })
}

export function sessionName(text: string): string {
  if (/^[\w+=,.@-]{2,64}$/.test(text)) return text
  throw new ApigwCacheError('usage', 'command-line', `--session-name is "${text}"`, {
    hint: '2 to 64 letters, digits and signs of + = , . @ -',
  })
}
