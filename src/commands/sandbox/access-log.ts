import { resolve } from 'node:path'
import type { Context } from '../../context.js'

/** A file that lines are added to, in their order and without keeping whoever wrote them waiting. */
export interface LineFile {
  add(line: string): void
  /** Everything that was added is there, or was told to be lost. */
  written(): Promise<void>
}

/** Errors: `usage` where the file cannot be written. */
export async function accessLogFile(
  path: string,
  { appendFile, checkWritable, cwd, io }: Pick<Context, 'appendFile' | 'checkWritable' | 'cwd' | 'io'>,
): Promise<LineFile> {
  const file = resolve(cwd, path)
  await checkWritable(file)
  let waiting: string[] = []
  let writing: Promise<void> = Promise.resolve()
  let isWriting = false
  let isTold = false

  const write = async () => {
    for (;;) {
      const lines = waiting
      waiting = []
      if (lines.length === 0) break
      try {
        await appendFile(file, `${lines.join('\n')}\n`)
      } catch (error) {
        if (!isTold)
          io.err(`${error instanceof Error ? error.message : String(error)}: lines of the access log are lost`)
        isTold = true
      }
    }
    isWriting = false
  }
  return {
    add(line) {
      waiting.push(line)
      if (isWriting) return
      isWriting = true
      writing = write()
    },
    written: () => writing,
  }
}
