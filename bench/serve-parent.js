/** Tells the parent process where this one listens, answers its questions, and ends with it. */
export function serveParent(url, backendCalls) {
  process.on('disconnect', () => process.exit(0))
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send({ cpuMicros: user + system, backendCalls: backendCalls() })
  })
  process.send({ url })
}
