import { LRUCache } from 'lru-cache'
import type { Scope, Template } from '../templates/engine.js'

type Engine = typeof import('../templates/engine.js')

const MOST_TEMPLATES = 1_000

/** Templates, each compiled once. Their engine is loaded for the first that needs it. */
export class Templates {
  #engine: Engine | null = null
  readonly #compiled = new LRUCache<string, Template>({ max: MOST_TEMPLATES })

  /** Null where all of these can be rendered at once. */
  prepare(texts: readonly string[]): Promise<void> | null {
    if (this.#engine || !texts.some(isProgram)) return null
    return import('../templates/engine.js').then((engine) => {
      this.#engine = engine
    })
  }

  /** Throws where the template fails. One that is a program has to have been prepared. */
  render(text: string, scope: Scope): string {
    if (!isProgram(text)) return text.trim()
    if (!this.#engine) throw new Error('the template was not prepared')
    const known = this.#compiled.get(text)
    const template = known ?? this.#engine.compileTemplate(text)
    if (!known) this.#compiled.set(text, template)
    return template(scope)
  }
}

function isProgram(text: string): boolean {
  return text.includes('$') || text.includes('#')
}
