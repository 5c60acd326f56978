/** `28/01/26 23:41:00`. */
export function dayAndTime(atMs: number): string {
  const [year = '', month = '', day = '', time = ''] = new Date(atMs).toISOString().split(/[-T.]/)
  return `${day}/${month}/${year.slice(2)} ${time}`
}

/** `2026-01-28T23:41:00.000+0000`. */
export function offsetTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '+0000')
}

// To make one costs twenty times as much as to use it, and alarms write many.
const LONG_DATE = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'long',
  day: '2-digit',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `Thursday 01 January, 2026 00:05:00 UTC`. */
export function longDate(atMs: number): string {
  const { weekday, day, month, year, hour, minute, second } = Object.fromEntries(
    LONG_DATE.formatToParts(atMs).map(({ type, value }) => [type, value]),
  )
  return `${weekday} ${day} ${month}, ${year} ${hour}:${minute}:${second} UTC`
}
