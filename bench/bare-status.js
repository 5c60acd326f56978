// Repeats recorded requests, each as soon as those that it waited for are answered, and does nothing else.
import { readFileSync } from 'node:fs'
import { request as send } from 'node:http'

const { url, requests } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { hostname, port } = new URL(url)
const answers = []
for (const { method, path, headers, body, after } of requests) {
  const ready = Promise.all(after.map((index) => answers[index]))
  answers.push(ready.then(() => ask({ hostname, port, method, path, headers }, body)))
}
await Promise.all(answers)

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const outgoing = send(options, (incoming) => {
      const chunks = []
      incoming.on('data', (chunk) => chunks.push(chunk))
      incoming.on('end', () => {
        if (incoming.statusCode === 200) resolve(Buffer.concat(chunks))
        else reject(new Error(`${options.path} was answered with ${incoming.statusCode}`))
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
