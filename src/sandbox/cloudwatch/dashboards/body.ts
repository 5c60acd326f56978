import { Ajv, type ErrorObject } from 'ajv'
import { parseJson } from '../../http/json.js'
import { CloudWatchFailure } from '../failure.js'

const WIDGET_TYPES = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom']
const MOST_WIDGETS = 500

/** What is wrong with a body, or doubtful, in the form of the service model. */
export interface ValidationMessage {
  readonly DataPath: string
  readonly Message: string
}

const TEXT = { type: 'string' } as const
const SIZE = { type: 'integer', minimum: 1, maximum: 24 } as const

const PROPERTIES = {
  metric: {
    required: ['region'],
    anyOf: [{ required: ['metrics'] }, { required: ['annotations'] }],
    properties: {
      region: TEXT,
      metrics: { type: 'array', items: { type: 'array', minItems: 1 } },
      annotations: { type: 'object' },
      title: TEXT,
      stat: TEXT,
      view: { enum: ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'] },
      stacked: { type: 'boolean' },
      period: { type: 'integer', minimum: 1 },
    },
  },
  text: { required: ['markdown'], properties: { markdown: TEXT } },
  log: { required: ['region', 'query'], properties: { region: TEXT, query: TEXT } },
  alarm: { required: ['alarms'], properties: { alarms: { type: 'array', minItems: 1, items: TEXT } } },
} as const

const SCHEMA = {
  type: 'object',
  properties: {
    start: TEXT,
    end: TEXT,
    periodOverride: { enum: ['auto', 'inherit'] },
    widgets: {
      type: 'array',
      maxItems: MOST_WIDGETS,
      items: {
        type: 'object',
        required: ['type', 'properties'],
        properties: {
          type: { enum: WIDGET_TYPES },
          x: { type: 'integer', minimum: 0, maximum: 23 },
          y: { type: 'integer', minimum: 0 },
          width: SIZE,
          height: { type: 'integer', minimum: 1, maximum: 1000 },
          properties: { type: 'object' },
        },
        allOf: Object.entries(PROPERTIES).map(([type, properties]) => ({
          if: { properties: { type: { const: type } }, required: ['type'] },
          // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
          then: { properties: { properties } },
        })),
      },
    },
  },
}

const validate = new Ajv({ allErrors: true, strict: false }).compile(SCHEMA)

/** Throws DashboardInvalidInputError for a body that cannot be kept, and gives the warnings of one that can. */
export function checkBody(body: string): ValidationMessage[] {
  const json = parseJson(body)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalidBody('The field DashboardBody must be a valid JSON object', [
      { DataPath: '', Message: 'The field DashboardBody must be a valid JSON object' },
    ])
  }
  if (!validate(json)) {
    const messages = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(messageOf)
    const listed = messages.map(({ DataPath, Message }) => ({ message: Message, dataPath: DataPath }))
    throw invalidBody(
      `The dashboard body is invalid, there are ${messages.length} validation errors:\n${JSON.stringify(listed, null, 2)}`,
      messages,
    )
  }
  return warningsOf(json)
}

function messageOf({ instancePath, message = '' }: ErrorObject): ValidationMessage {
  return {
    DataPath: instancePath,
    Message: message.replace(/^must/, 'Should').replace(/^Should have required/, 'Should have required'),
  }
}

function invalidBody(message: string, dashboardValidationMessages: readonly ValidationMessage[]) {
  return new CloudWatchFailure('InvalidParameterInput', 'DashboardInvalidInputError', message, {
    fields: { dashboardValidationMessages },
  })
}

const KNOWN_WIDGET = new Set(['type', 'x', 'y', 'width', 'height', 'properties'])

/** Fields that a widget does not have are kept, and named. */
function warningsOf(body: object): ValidationMessage[] {
  const widgets: unknown = Reflect.get(body, 'widgets')
  if (!Array.isArray(widgets)) return []
  return widgets.flatMap((widget: object, index) =>
    Object.keys(widget)
      .filter((name) => !KNOWN_WIDGET.has(name))
      .map((name) => ({ DataPath: `/widgets/${index}/${name}`, Message: 'Unknown property is ignored' })),
  )
}
