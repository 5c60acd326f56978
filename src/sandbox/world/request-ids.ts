/** What API Gateway sends as `x-amz-apigw-id`: eleven characters of base 64 and its padding. */
export function extendedRequestId(random: () => number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(Math.floor(random() * 2 ** 32), 0)
  bytes.writeUInt32BE(Math.floor(random() * 2 ** 32), 4)
  return bytes.toString('base64')
}
