import type { Clock } from '../world/clock.js'
import type { Handler, LambdaProxyEvent, LambdaProxyResult } from '../world/lambda.js'
import type { Seed, SeedAuthorizer, SeedMethod } from './seed.js'

const PEOPLE: SeedAuthorizer = {
  name: 'people',
  type: 'TOKEN',
  identitySource: 'method.request.header.Authorization',
  tokens: { 'alice-token': { principalId: 'alice' }, 'bob-token': { principalId: 'bob' } },
}

/** The API `pets` with a stage `prod`, which has no cache yet. */
export const DEMO_SEED: Seed = {
  apis: [
    {
      id: 'p3t5d3m0a1',
      name: 'pets',
      description: 'The API of the demo',
      methods: {
        'GET /pets': calls('demo-pets'),
        'GET /pets/{id}': { ...calls('demo-pet'), keys: ['path.id'] },
        'GET /users': { ...calls('demo-users'), parameters: ['querystring.type', 'querystring.department'] },
        'POST /search': calls('demo-search'),
        'GET /health': calls('demo-health'),
        'GET /report': calls('demo-report'),
        'GET /orders': { ...calls('demo-orders'), authorization: 'AWS_IAM' },
        'GET /static': calls('demo-static'),
        'GET /me': { ...calls('demo-me'), authorizer: PEOPLE },
      },
      stages: {
        prod: {
          settings: { 'GET /orders': { cachingEnabled: false }, 'GET /me': { cachingEnabled: false } },
        },
      },
    },
  ],
}

function calls(handler: string): SeedMethod {
  return { integration: { type: 'AWS_PROXY', handler } }
}

const PETS = [
  { id: '1', name: 'Rex', kind: 'dog', price: 249.99 },
  { id: '2', name: 'Mimi', kind: 'cat', price: 124.99 },
  { id: '3', name: 'Nemo', kind: 'fish', price: 0.99 },
]
const USERS = [
  { id: 'u1', name: 'Ada', type: 'admin', department: 'research' },
  { id: 'u2', name: 'Ben', type: 'regular', department: 'sales' },
  { id: 'u3', name: 'Cleo', type: 'regular', department: 'research' },
]
const REPORT_ROWS = 20_000

/** The functions of the demo API. All JSON answers but those of `/static` say when they were made. */
export const DEMO_HANDLERS: Readonly<Record<string, Handler>> = {
  'demo-pets': (_, { clock }) => fresh(clock, { pets: PETS }),
  'demo-pet': ({ pathParameters }, { clock }) => {
    const pet = PETS.find(({ id }) => id === pathParameters?.id)
    return pet ? fresh(clock, { pet }) : fresh(clock, { error: 'no such pet' }, 404)
  },
  'demo-users': ({ queryStringParameters }, { clock }) =>
    fresh(clock, {
      users: USERS.filter(
        ({ type, department }) =>
          (queryStringParameters?.type ?? type) === type &&
          (queryStringParameters?.department ?? department) === department,
      ),
    }),
  'demo-search': (event, { clock }) => fresh(clock, { query: bodyOf(event), pets: PETS }),
  'demo-health': (_, { clock }) => fresh(clock, { status: 'ok' }),
  'demo-report': (_, { clock }) => fresh(clock, { rows: reportRows() }),
  'demo-orders': (_, { clock }) => fresh(clock, { orders: [{ id: 'o1', pet: '1', quantity: 1 }] }),
  'demo-me': ({ requestContext }, { clock }) => fresh(clock, { user: requestContext.authorizer?.principalId ?? null }),
  'demo-static': () => json(200, { name: 'pets', currency: 'EUR' }),
}

function fresh(clock: Clock, content: object, statusCode = 200): LambdaProxyResult {
  return json(statusCode, { generatedAt: new Date(clock.now()).toISOString(), ...content })
}

function json(statusCode: number, content: object): LambdaProxyResult {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(content) }
}

function bodyOf({ body, isBase64Encoded }: LambdaProxyEvent): string | null {
  return body !== null && isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body
}

/** Larger than the 1,048,576 bytes that a stage cache stores. */
function reportRows(): readonly object[] {
  return Array.from({ length: REPORT_ROWS }, (_, row) => ({
    row,
    description: `line ${row} of the report`,
    amount: row * 1.25,
  }))
}
