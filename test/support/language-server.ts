import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const SERVER = require.resolve('yaml-language-server/bin/yaml-language-server')
/** Where the cursor is in a text. */
export const CURSOR = '‸'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: {
    readonly uri?: string
    readonly diagnostics?: readonly Diagnostic[]
    readonly items?: []
  }
  readonly result?: { readonly items?: readonly { readonly label: string }[] }
}

interface Diagnostic {
  readonly range: { readonly start: { readonly line: number; readonly character: number } }
  readonly message: string
}

export interface Editor {
  /** `2:5 what is wrong`, counted from 1. */
  diagnostics(text: string): Promise<readonly string[]>
  /** What is offered at the cursor. */
  completions(text: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** The language server that editors use for YAML, without an editor; files are as if they stood in the folder. */
export async function editorIn(folder: string): Promise<Editor> {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = new Map<number, (message: Message) => void>()
  const published = new Map<string, (diagnostics: readonly Diagnostic[]) => void>()
  let ids = 0
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const ask = (method: string, params: object) =>
    new Promise<Message>((resolve) => {
      answers.set(++ids, resolve)
      send({ id: ids, method, params })
    })
  child.stdout.on(
    'data',
    messages((message) => {
      const { id, method, params } = message
      if (method === undefined) return answers.get(id ?? 0)?.(message)
      // It asks for its settings: there are none.
      if (id !== undefined) return send({ id, result: params?.items?.map(() => null) ?? null })
      if (method === 'textDocument/publishDiagnostics') {
        published.get(params?.uri ?? '')?.(params?.diagnostics ?? [])
      }
    }),
  )
  await ask('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
  send({ method: 'initialized', params: {} })
  let files = 0
  const open = (text: string) => {
    const uri = pathToFileURL(join(folder, `${++files}.yaml`)).href
    const diagnostics = new Promise<readonly Diagnostic[]>((resolve) => published.set(uri, resolve))
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    send({ method: 'textDocument/didOpen', params: { textDocument } })
    return { uri, diagnostics }
  }
  return {
    async diagnostics(text) {
      const found = await open(text).diagnostics
      return found.map(({ range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${message}`)
    },
    async completions(text) {
      const before = text.slice(0, text.indexOf(CURSOR)).split('\n')
      const { uri } = open(text.replace(CURSOR, ''))
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 }
      const { result } = await ask('textDocument/completion', { textDocument: { uri }, position })
      return result?.items?.map(({ label }) => label) ?? []
    },
    async close() {
      const ended = once(child, 'exit')
      await ask('shutdown', {})
      send({ method: 'exit' })
      await ended
    },
  }
}

/** Puts messages of the protocol together from chunks. */
function messages(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      if (head < 0) return
      const [, length] = /Content-Length: (\d+)/i.exec(rest.subarray(0, head).toString()) ?? []
      const end = head + 4 + Number(length)
      if (rest.length < end) return
      const message: Message = JSON.parse(rest.subarray(head + 4, end).toString())
      rest = rest.subarray(end)
      onMessage(message)
    }
  }
}
