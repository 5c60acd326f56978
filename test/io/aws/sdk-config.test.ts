import { describe, expect, it } from 'vitest'
import { dnsSuffixesOf } from '../../../src/io/aws/sdk-config.js'

describe("the names of a partition's hosts", () => {
  it.each([
    ['us-east-1', 'amazonaws.com', 'api.aws'],
    ['us-gov-west-1', 'amazonaws.com', 'api.aws'],
    ['cn-north-1', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
    ['us-iso-east-1', 'c2s.ic.gov', 'api.aws.ic.gov'],
    ['us-isob-east-1', 'sc2s.sgov.gov', 'api.aws.scloud'],
    ['eu-isoe-west-1', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
    ['us-isof-south-1', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
    ['eusc-de-east-1', 'amazonaws.eu', 'api.amazonwebservices.eu'],
  ])('in %s end with %s, and with %s by IPv6', (region, dns, dualStack) => {
    expect(dnsSuffixesOf(region)).toEqual({ dns, dualStack })
  })
})
