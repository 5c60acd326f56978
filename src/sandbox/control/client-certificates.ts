import { conflict, notFound } from '../http/errors.js'
import type { ClientCertificate } from '../world/domain-name.js'
import { newId } from '../world/ids.js'
import type { World } from '../world/world.js'
import { type Call, param, type Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, fieldRules, readPatch, textOrNull } from './patch.js'
import { present, seconds } from './view.js'

const VALID_MS = 365 * 86_400_000

/** Of every client certificate. Nobody has its private key, and backends are not shown it. */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUUi7DuH1yjTClKmyHw2m/n5tyYNgwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSYXBpZ2F0ZXdheS5zYW5kYm94MCAXDTI2MTEyOTA1NDk0N1oY
DzIxMjYxMTA1MDU0OTQ3WjAdMRswGQYDVQQDDBJhcGlnYXRld2F5LnNhbmRib3gw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATE40O6A5z1dhNMPZ93q/dYpdIW39Ad
sAZTQljpWcz+2RjdgDLucTtpZN/7HvJzkRR9noyhI5/cQiYhCMD3vt7Bo1MwUTAd
BgNVHQ4EFgQUg9kxX66OR9KscCJTCbZOmTPJVFUwHwYDVR0jBBgwFoAUg9kxX66O
R9KscCJTCbZOmTPJVFUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF
AiAUSPPU9zFI/cd9efOv/PTLkJ28U1T2Dj6yhj4pd0upeQIhAPnB/jVbVa6KDyGz
DJFq/Px5SVczzoJmchVXTfmekw+I
-----END CERTIFICATE-----
`

export function generateClientCertificate(world: World, { body }: Call): Reply {
  const certificate: ClientCertificate = {
    clientCertificateId: newId(world.random, 6),
    description: body.string('description') ?? null,
    createdDate: world.clock.now(),
    tags: body.stringMap('tags') ?? {},
  }
  world.settings.clientCertificates.set(certificate.clientCertificateId, certificate)
  return view(certificate)
}

export function getClientCertificates({ settings }: World, call: Call): Reply {
  const certificates = [...settings.clientCertificates.values()]
  return page(certificates, ({ clientCertificateId }) => clientCertificateId, view, call)
}

export function getClientCertificate(world: World, call: Call): Reply {
  return view(certificateOf(world, call))
}

export function updateClientCertificate(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const certificate = certificateOf(world, call)
  const draft = { description: certificate.description }
  applyRules(operations, fieldRules(draft, { description: textOrNull }))
  Object.assign(certificate, draft)
  return view(certificate)
}

/** One that a stage uses stays. */
export function deleteClientCertificate(world: World, call: Call): Reply {
  const { clientCertificateId: id } = certificateOf(world, call)
  for (const api of world.apis.values()) {
    const stage = [...api.stages.values()].find(({ clientCertificateId }) => clientCertificateId === id)
    if (stage) throw conflict(`Client certificate ${id} is used by the stage ${api.id}:${stage.stageName}`)
  }
  world.settings.clientCertificates.delete(id)
  return undefined
}

function certificateOf({ settings }: World, call: Call): ClientCertificate {
  const found = settings.clientCertificates.get(param(call, 'certificate'))
  if (!found) throw notFound('Invalid Client Certificate identifier specified')
  return found
}

function view({ createdDate, ...certificate }: ClientCertificate): object {
  return present({
    ...certificate,
    pemEncodedCertificate: PEM,
    createdDate: seconds(createdDate),
    expirationDate: seconds(createdDate + VALID_MS),
  })
}
