import { connect } from 'node:net'

/** Sends bytes as they are and gives what came back until the connection was closed, one character a byte. */
export function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(text, 'latin1')))
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}

/** A request whose connection is closed behind the answer. */
export function message(line: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${line} HTTP/1.1`, 'Connection: close', ...length, ...headers, '', body].join('\r\n')
}

/** The status of an answer, or of several behind one another. */
export function statusOf(answer: string): string {
  return [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status).join(' ')
}
