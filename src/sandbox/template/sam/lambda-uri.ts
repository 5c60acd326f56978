import type { Json } from '../document.js'

/** The URI with which API Gateway calls the function of an ARN, which may be a function of the template. */
export function lambdaUri(arn: unknown): Json {
  const gateway = ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }]
  return { 'Fn::Join': ['', [...gateway, ':lambda:path/2015-03-31/functions/', arn, '/invocations']] }
}
