/** A refusal of CloudWatch Logs, whose type goes into the body. */
export class LogsFailure extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

export function invalidParameter(message: string): LogsFailure {
  return new LogsFailure('InvalidParameterException', message)
}

export function notFound(what: 'group' | 'stream'): LogsFailure {
  return new LogsFailure('ResourceNotFoundException', `The specified log ${what} does not exist.`)
}
