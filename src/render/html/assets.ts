import library from 'uplot/dist/uPlot.iife.min.js?raw'
import libraryStyle from 'uplot/dist/uPlot.min.css?raw'
import licence from 'uplot/LICENSE?raw'
import charts from './charts.js?raw'
import { html, type Markup, verbatim } from './markup.js'
import page from './page.css?raw'

const STYLE = `${libraryStyle}\n${page}`
const SCRIPT = `/*\n${licence.trim()}\n*/\n${library}\n${charts}`

export const style = (): Markup => html`<style>${verbatim(STYLE)}</style>`
export const script = (): Markup => html`<script>${verbatim(SCRIPT)}</script>`

/** The page loads nothing, and runs nothing but this program's own script. */
export async function contentSecurityPolicy(): Promise<string> {
  const [styleHash, scriptHash] = [await sha256(STYLE), await sha256(SCRIPT)]
  return `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}
