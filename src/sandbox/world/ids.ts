import type { World } from './world.js'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An identifier as API Gateway makes them: ten characters for APIs, six for resources and deployments. */
export function newId(random: () => number, length: 6 | 10): string {
  return Array.from({ length }, () => ALPHABET.charAt(Math.floor(random() * ALPHABET.length))).join('')
}

/** The id of a new API, which no API of any world has. */
export function newApiId({ random, isTaken }: Pick<World, 'random' | 'isTaken'>): string {
  for (;;) {
    const id = newId(random, 10)
    if (!isTaken(id)) return id
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A version 4 UUID, for request ids. */
export function uuid(random: () => number): string {
  const word = () => (random() * 2 ** 32) >>> 0
  const [a, b, c, d] = [word(), word(), word(), word()]
  const version = (b & 0xffff0fff) | 0x4000
  const variant = (c & 0x3fffffff) | 0x80000000
  return `${pair(a >>> 16)}${pair(a)}-${pair(b >>> 16)}-${pair(version)}-${pair(variant >>> 16)}-${pair(c)}${pair(d >>> 16)}${pair(d)}`
}

export function hexDigits(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
}

/** The low sixteen bits as four digits. */
function pair(bits: number): string {
  return `${HEX[(bits >>> 8) & 0xff]}${HEX[bits & 0xff]}`
}

const BASE64 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/']
const FIRST_WORD = [26, 20, 14, 8, 2]
const SECOND_WORD = [22, 16, 10, 4]

/** For `x-amz-apigw-id`: sixty-four bits as eleven characters of base 64 and its padding. */
export function extendedRequestId(random: () => number): string {
  const first = (random() * 2 ** 32) >>> 0
  const second = (random() * 2 ** 32) >>> 0
  let id = ''
  for (const shift of FIRST_WORD) id += BASE64[(first >>> shift) & 63]
  id += BASE64[((first & 3) << 4) | (second >>> 28)]
  for (const shift of SECOND_WORD) id += BASE64[(second >>> shift) & 63]
  return `${id}${BASE64[(second & 15) << 2]}=`
}
