/** An error that CloudWatch answers with: `code` in the query protocol, `shape` in the service model. */
export class CloudWatchFailure extends Error {
  constructor(
    readonly code: string,
    readonly shape: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

export const invalidCombination = (message: string) =>
  new CloudWatchFailure('InvalidParameterCombination', 'InvalidParameterCombinationException', message)

export const invalidValue = (message: string) =>
  new CloudWatchFailure('InvalidParameterValue', 'InvalidParameterValueException', message)

export const missingParameter = (message: string) =>
  new CloudWatchFailure('MissingParameter', 'MissingRequiredParameterException', message)

export const validationError = (message: string) =>
  new CloudWatchFailure('ValidationError', 'ValidationException', message)

export const invalidNextToken = () =>
  new CloudWatchFailure('InvalidNextToken', 'InvalidNextToken', 'The NextToken value is invalid.')
