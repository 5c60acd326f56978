import type { World } from '../../world/world.js'
import { limitExceeded, reservedTag, validationError } from '../failure.js'
import type { MetricAlarmSettings } from '../shapes/alarms.js'
import type { Alarm } from './alarm.js'

const MOST_ALARMS = 5_000
const DAY_SECONDS = 86_400
const PERIODS = [10, 20, 30]

/** The alarm of this name. Throws where it is one of the other kind, or where there are too many already. */
export function alarmToReplace(world: World, name: string, type: Alarm['type']) {
  const { alarms } = world.monitoring
  const known = alarms.get(name)
  if (known && known.type !== type) {
    throw validationError(`AlarmName [${name}] is already used by another alarm of a different type`)
  }
  if (!known && alarms.size >= MOST_ALARMS) {
    throw limitExceeded(`The maximum of ${MOST_ALARMS} alarms is reached.`)
  }
  return known
}

/** The same for alarms of both kinds. */
export function checkActions(
  input: Pick<MetricAlarmSettings, 'OKActions' | 'AlarmActions' | 'InsufficientDataActions' | 'Tags'>,
): void {
  const all = [input.OKActions, input.AlarmActions, input.InsufficientDataActions].flatMap((actions) => actions ?? [])
  const wrong = all.find((arn) => !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))
  if (wrong !== undefined) throw validationError(`Invalid arn syntax: ${wrong}`)
  checkTags(input.Tags)
}

export function checkTags(tags: MetricAlarmSettings['Tags'] = []): void {
  const reserved = tags.find(({ Key }) => Key.toLowerCase().startsWith('aws:'))
  if (reserved) throw reservedTag()
  if (new Set(tags.map(({ Key }) => Key)).size > 50) {
    throw validationError('The resultant tag set must not have more than 50 user tags.')
  }
}

/** A period, and how many of them an alarm looks back. */
export function checkPeriod(seconds: number, periods: number): void {
  if (!(PERIODS.includes(seconds) || (seconds > 0 && seconds % 60 === 0))) {
    throw validationError('Period must be 10, 20, 30 or a multiple of 60')
  }
  const [most, words] = seconds < 3600 ? [DAY_SECONDS, 'a day'] : [7 * DAY_SECONDS, 'a week']
  if (seconds * periods > most) {
    throw validationError(
      `Metrics cannot be checked across more than ${words} (EvaluationPeriods * Period must be <= ${most}) ` +
        `for alarms using period ${seconds < 3600 ? '<' : '>='} 3600`,
    )
  }
}
