import { chance, mixed, seededRandom } from '../world/random.js'

export const MINUTES_A_DAY = 24 * 60
const WEEKEND = 0.45
const TROUBLED_DAYS = 0.15
const TROUBLED_ERRORS = 0.25
/** The first of January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4

/** The requests to a method, and how its backend did. */
export interface Traffic {
  readonly seed: number
  /** Requests at the busiest minute of a working day. */
  readonly perMinute: number
  /** The number of different cache entries that they ask for. */
  readonly entries: number
  /** Null where the method is not cached. */
  readonly ttlSeconds: number | null
  /** Median time of the backend when it is idle. */
  readonly backendMs: number
  /** 0..1: the share of the requests to the backend that fail. */
  readonly errorRate: number
}

/** One value for each minute. Errors come from the backend, so they are among the misses. */
export interface Counts {
  readonly requests: Uint16Array
  readonly hits: Uint16Array
  readonly clientErrors: Uint16Array
  readonly serverErrors: Uint16Array
}

export function countsOf(traffic: Traffic, firstMinute: number, length: number): Counts {
  const fresh = () => new Uint16Array(length)
  const counts = { requests: fresh(), hits: fresh(), clientErrors: fresh(), serverErrors: fresh() }
  for (let i = 0; i < length; i++) {
    const minute = firstMinute + i
    const random = seededRandom(mixed(traffic.seed, minute))
    const rate = traffic.perMinute * busyness(minute) * (0.85 + 0.3 * chance(traffic.seed, minute >> 4))
    const requests = poisson(rate, random)
    const hits = binomial(requests, hitChance(traffic, rate), random)
    const atBackend = requests - hits
    const clientErrors = binomial(atBackend, traffic.errorRate, random)
    const share = isTroubled(traffic.seed, minute) ? TROUBLED_ERRORS : traffic.errorRate / 4
    counts.requests[i] = requests
    counts.hits[i] = hits
    counts.clientErrors[i] = clientErrors
    counts.serverErrors[i] = binomial(atBackend - clientErrors, share, random)
  }
  return counts
}

/** 0..1 over the day and the week, in UTC: quiet at three in the morning, busy at three in the afternoon. */
export function busyness(minute: number): number {
  const day = Math.floor(minute / MINUTES_A_DAY)
  const weekday = (day + FIRST_WEEKDAY) % 7
  const hour = (minute - day * MINUTES_A_DAY) / 60
  const wave = (1 - Math.cos(((hour - 3) / 12) * Math.PI)) / 2
  return (0.08 + 0.92 * wave ** 1.5) * (weekday === 0 || weekday === 6 ? WEEKEND : 1)
}

/** Now and then a backend is slow and fails for some minutes. */
export function isTroubled(seed: number, minute: number): boolean {
  const day = Math.floor(minute / MINUTES_A_DAY)
  if (chance(seed, day, 1) >= TROUBLED_DAYS) return false
  const begins = day * MINUTES_A_DAY + Math.floor(chance(seed, day, 2) * MINUTES_A_DAY)
  return minute >= begins && minute < begins + 10 + 30 * chance(seed, day, 3)
}

/** Of the requests in an entry's life, which come at random, the first misses and the others hit. */
function hitChance({ entries, ttlSeconds }: Traffic, perMinute: number): number {
  if (ttlSeconds === null) return 0
  const inOneLife = (perMinute / 60 / entries) * ttlSeconds
  return inOneLife / (1 + inOneLife)
}

function binomial(tries: number, probability: number, random: () => number): number {
  if (probability > 0.5) return tries - binomial(tries, 1 - probability, random)
  if (tries > 50) return Math.min(tries, poissonLike(tries, probability, random))
  let found = 0
  for (let i = 0; i < tries; i++) if (random() < probability) found++
  return found
}

function poissonLike(tries: number, probability: number, random: () => number): number {
  const mean = tries * probability
  return mean > 20 ? spread(mean, mean * (1 - probability), random) : poisson(mean, random)
}

function poisson(mean: number, random: () => number): number {
  if (mean > 30) return spread(mean, mean, random)
  const floor = Math.exp(-mean)
  let found = 0
  for (let product = random(); product > floor; product *= random()) found++
  return found
}

/** A whole number, about normally distributed. */
function spread(mean: number, variance: number, random: () => number): number {
  const deviation = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.max(0, Math.round(mean + deviation * Math.sqrt(variance)))
}
