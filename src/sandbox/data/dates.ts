/** One moment in the two UTC spellings that API Gateway uses. */
export function utcDate(epochMs: number): { readonly commonLog: string; readonly log: string } {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(epochMs)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  return {
    commonLog: `${day}/${month}/${year}:${time} +0000`,
    log: `${weekday} ${month} ${day} ${time} UTC ${year}`,
  }
}
