const MODEL = 'com.amazonaws.cloudwatch.v2010_08_01'
const VALIDATION = 'com.amazon.coral.validate'

/** What an error carries besides its type and its message. */
interface Details {
  readonly status?: number
  /** Left out where the type is one of the service's model. */
  readonly origin?: string
  /** Whose fault it is in the words of the query protocol. */
  readonly fault?: 'Sender' | 'Receiver'
  /** Members of the modelled error that are more than a text. */
  readonly fields?: object
}

/** An error that CloudWatch answers with: `code` in the query protocol, `shape` in the service model. */
export class CloudWatchFailure extends Error {
  readonly status: number
  readonly type: string
  readonly fault: 'Sender' | 'Receiver'
  readonly fields: object

  constructor(
    readonly code: string,
    readonly shape: string,
    message: string,
    { status = 400, origin = MODEL, fault = 'Sender', fields = {} }: Details = {},
  ) {
    super(message)
    this.status = status
    this.type = `${origin}#${shape}`
    this.fault = fault
    this.fields = fields
  }
}

export const invalidCombination = (message: string) =>
  new CloudWatchFailure('InvalidParameterCombination', 'InvalidParameterCombinationException', message)

export const invalidValue = (message: string) =>
  new CloudWatchFailure('InvalidParameterValue', 'InvalidParameterValueException', message)

export const missingParameter = (message: string) =>
  new CloudWatchFailure('MissingParameter', 'MissingRequiredParameterException', message)

export const validationError = (message: string) =>
  new CloudWatchFailure('ValidationError', 'ValidationException', message, { origin: VALIDATION })

export const invalidNextToken = (message = 'The NextToken value is invalid.') =>
  new CloudWatchFailure('InvalidNextToken', 'InvalidNextToken', message)

/** Without a message, as AWS has it. */
export const invalidFormat = () => new CloudWatchFailure('InvalidFormat', 'InvalidFormatFault', '')

export const limitExceeded = (message: string) => new CloudWatchFailure('LimitExceeded', 'LimitExceededFault', message)

/** Without a message, as AWS has it. */
export const alarmNotFound = () => new CloudWatchFailure('ResourceNotFound', 'ResourceNotFound', '', { status: 404 })

export const reservedTag = () =>
  new CloudWatchFailure(
    'AccessDenied',
    'AccessDeniedException',
    'The provided tag keys must not start with any case of "aws:"',
    { status: 403, origin: 'com.amazon.coral.service' },
  )

export const notEmulated = (what: string) =>
  new CloudWatchFailure('NotImplementedException', 'NotImplementedException', `The sandbox does not emulate ${what}.`, {
    status: 501,
    fault: 'Receiver',
  })
