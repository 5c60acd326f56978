import type { Target } from '../../core/gateway/model.js'
import { html, type Markup, name } from './markup.js'

/** `pets / prod`: where no markup can be. */
export function stageName({ api, stage }: Target): string {
  return `${api.name ?? api.id} / ${stage}`
}

/** Where two stages of one name must not be taken for each other. */
export function stageLabel(target: Target): string {
  return `${stageName(target)} (${target.api.id}, ${target.region})`
}

/** `pets / prod` with each name in its own direction. */
export function stageTitle({ api, stage }: Target): Markup {
  return html`${name(api.name ?? api.id)} / ${name(stage)}`
}

/** `1 stage`, `3 stages`. */
export function stageCount(count: number): string {
  return `${count} stage${count === 1 ? '' : 's'}`
}
