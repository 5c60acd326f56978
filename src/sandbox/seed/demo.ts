import type { Seed, SeedAuthorizer, SeedMethod } from './seed.js'

const PEOPLE: SeedAuthorizer = {
  name: 'people',
  type: 'TOKEN',
  identitySource: 'method.request.header.Authorization',
  tokens: { 'alice-token': { principalId: 'alice' }, 'bob-token': { principalId: 'bob' } },
}

/** API `pets`, stage `prod`, no cache yet. */
export const DEMO_SEED: Seed = {
  apis: [
    {
      id: 'p3t5d3m0a1',
      name: 'pets',
      description: 'The API of the demo',
      methods: {
        'GET /pets': origin('demo-pets'),
        'GET /pets/{id}': { ...origin('demo-pet'), keys: ['path.id'] },
        'GET /users': { ...origin('demo-users'), parameters: ['querystring.type', 'querystring.department'] },
        'POST /search': origin('demo-search'),
        'GET /health': origin('demo-health'),
        'GET /report': origin('demo-report'),
        'GET /orders': { ...origin('demo-orders'), authorization: 'AWS_IAM' },
        'GET /static': origin('demo-static'),
        'GET /me': { ...origin('demo-me'), authorizer: PEOPLE },
      },
      stages: {
        prod: {
          settings: { 'GET /orders': { cachingEnabled: false }, 'GET /me': { cachingEnabled: false } },
        },
      },
    },
  ],
}

function origin(handler: string): SeedMethod {
  return { integration: { type: 'AWS_PROXY', handler } }
}
