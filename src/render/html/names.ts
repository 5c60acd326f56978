import type { Target } from '../../core/gateway/model.js'
import { bdi, html, type Markup } from './markup.js'

/** `pets / prod`, where markup is not allowed. */
export function stageName({ api, stage }: Target): string {
  return `${api.name ?? api.id} / ${stage}`
}

/** Tells stages of the same name apart. */
export function stageLabel(target: Target): string {
  return `${stageName(target)} (${target.api.id}, ${target.region})`
}

/** `pets / prod`, each name in its own writing direction. */
export function stageTitle({ api, stage }: Target): Markup {
  return html`${bdi(api.name ?? api.id)} / ${bdi(stage)}`
}

/** `1 stage`, `3 stages`. */
export function stageCount(count: number): string {
  return `${count} stage${count === 1 ? '' : 's'}`
}
