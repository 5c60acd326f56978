import { compileTemplate } from '../../../src/sandbox/data/templates/engine.js'
import { type Fields, fieldsOf } from '../../../src/sandbox/data/templates/values.js'
import { buildResponse, type MethodSpec } from './world.js'

/** A mock that answers with the response template. */
export function mocking(responseTemplate: string, requestTemplate = '{"statusCode": 200}'): MethodSpec {
  const response = buildResponse({ responseTemplates: { 'application/json': responseTemplate } })
  return {
    integration: {
      type: 'MOCK',
      requestTemplates: { 'application/json': requestTemplate },
      responses: new Map([['200', response]]),
    },
  }
}

/** What a template makes of a payload. */
export function rendered(template: string, body = '', context: Fields = fieldsOf()): string {
  return compileTemplate(template)({
    body,
    parameters: { path: { id: '7' }, querystring: { q: 'a b' }, header: { 'X-Kind': 'big' } },
    stageVariables: { env: 'blue' },
    context,
  })
}
