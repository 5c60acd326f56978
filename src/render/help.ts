/** `help <topic>`. */
export const TOPICS: Readonly<Record<string, string>> = {
  'exit-codes': `Exit codes

    0  done, or nothing was to do
    1  failure: AWS refused or is unreachable; the API, stage or method does not
       exist
    2  usage: bad flag or value, ambiguous target, wrong account, or a needed
       --yes, --accept-unkeyed or --accept-unchecked missing without a terminal
    3  cancelled: the question was answered with no
    4  denied: no credentials, or not allowed (the message names the IAM action)
    5  timeout: still in progress at --timeout; apigw-cache wait goes on waiting
    6  negative: the answer is no (verify against its expectation, invalidate,
       warm, status --fail-if, doctor --fail-on, plan --check), or apply has
       left something blocked
    7  partial: of several targets some could not be done or judged
   70  a bug of apigw-cache
  130  interrupted with Ctrl-C
`,
  environment: `Environment

  APIGW_CACHE_API, _STAGE, _ACCOUNT, _OUTPUT   as the options
  APIGW_CACHE_PRICES                           a file with what clusters cost
  AWS_REGION, AWS_DEFAULT_REGION               region, after --region
  AWS_PROFILE                                  after --profile and keys here
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
  AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE
  AWS_ENDPOINT_URL                             all four AWS services
  AWS_ENDPOINT_URL_API_GATEWAY, _CLOUDWATCH, _STS, _ACCOUNT
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS          true: --endpoint-url only
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY as curl reads them;
                                               this machine is reached directly
  AWS_CA_BUNDLE                                more certificates to trust
  NO_COLOR, FORCE_COLOR, COLUMNS               colour and width
  CI                                           set: nothing is asked
  GITHUB_STEP_SUMMARY                          a --report to this file is added
                                               to what it has; others replace it

Precedence: flag, environment, configuration file (apigw-cache.config.yaml, .yml
or .json), default.
`,
}
