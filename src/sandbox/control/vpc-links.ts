import { badRequest, notFound } from '../http/errors.js'
import type { VpcLink } from '../world/account-settings.js'
import { newId } from '../world/ids.js'
import type { World } from '../world/world.js'
import { type Call, param, type Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, fieldRules, readPatch, textOf, textOrNull } from './patch.js'
import { present } from './view.js'

const READY = { status: 'AVAILABLE', statusMessage: 'Your vpc link is ready for use' }

/** Is pending in its own answer, and ready whenever it is read. */
export function createVpcLink(world: World, { body }: Call): Reply {
  const name = filledName(body.requiredString('name'))
  const targetArns = body.strings('targetArns') ?? []
  if (targetArns.length !== 1) throw badRequest('Exactly one target ARN must be specified')
  const malformed = targetArns.find((arn) => !/^arn:[^:]+:[^:]+:/.test(arn))
  if (malformed !== undefined) throw badRequest(`Invalid ARN. ARN is not well formed ${malformed}`)
  const link: VpcLink = {
    id: newId(world.random, 6),
    name,
    description: body.string('description') ?? null,
    targetArns,
    tags: body.stringMap('tags') ?? {},
  }
  world.settings.vpcLinks.set(link.id, link)
  return { ...present({ ...link }), status: 'PENDING' }
}

export function getVpcLinks({ settings }: World, call: Call): Reply {
  return page(
    [...settings.vpcLinks.values()],
    ({ id }) => id,
    (link) => present({ ...link, ...READY }),
    call,
  )
}

export function getVpcLink(world: World, call: Call): Reply {
  return view(linkOf(world, call))
}

export function updateVpcLink(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const link = linkOf(world, call)
  const { name, description } = link
  const draft = { name, description }
  applyRules(operations, fieldRules(draft, { name: (value) => filledName(textOf(value)), description: textOrNull }))
  Object.assign(link, draft)
  return view(link)
}

export function deleteVpcLink(world: World, call: Call): Reply {
  world.settings.vpcLinks.delete(linkOf(world, call).id)
  return undefined
}

function linkOf({ settings }: World, call: Call): VpcLink {
  const found = settings.vpcLinks.get(param(call, 'link'))
  if (!found) throw notFound('Invalid Vpc Link identifier specified')
  return found
}

function filledName(name: string): string {
  if (name === '') throw badRequest('Name cannot be empty')
  return name
}

function view(link: VpcLink): object {
  return { ...present({ ...link, ...READY }), tags: link.tags }
}
