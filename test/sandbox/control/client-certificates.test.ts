import { X509Certificate } from 'node:crypto'
import {
  DeleteClientCertificateCommand,
  GenerateClientCertificateCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  UpdateClientCertificateCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { expect, it } from 'vitest'
import { API, PROD, refused, replace, running } from '../support/sandbox.js'

it('C206 client certificates are records, which a stage that uses them keeps', async () => {
  const { gateway, clock } = await running()
  const created = await gateway.send(new GenerateClientCertificateCommand({ description: 'd', tags: { a: 'b' } }))
  const { clientCertificateId = '', pemEncodedCertificate = '' } = created
  const of = { clientCertificateId }

  expect(created).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    description: 'd',
    tags: { a: 'b' },
    createdDate: new Date(Math.floor(clock.now() / 1000) * 1000),
  })
  expect(Number(created.expirationDate) - Number(created.createdDate)).toBe(365 * 86_400_000)
  expect(new X509Certificate(pemEncodedCertificate).subject).toContain('CN=')
  expect(
    await gateway.send(new UpdateClientCertificateCommand({ ...of, patchOperations: [replace('/description', 'e')] })),
  ).toMatchObject({ description: 'e', pemEncodedCertificate })
  expect(await gateway.send(new GetClientCertificateCommand(of))).toMatchObject({ description: 'e' })
  expect((await gateway.send(new GetClientCertificatesCommand({}))).items).toMatchObject([of])

  const use = (id: string) =>
    gateway.send(new UpdateStageCommand({ ...PROD, patchOperations: [replace('/clientCertificateId', id)] }))
  const remove = () => gateway.send(new DeleteClientCertificateCommand(of))
  await use(clientCertificateId)
  expect(await refused(remove())).toBe(
    `409 ConflictException: Client certificate ${clientCertificateId} is used by the stage ${API}:prod`,
  )
  await use('')
  expect((await remove()).$metadata.httpStatusCode).toBe(202)
  expect(await refused(remove())).toBe('404 NotFoundException: Invalid Client Certificate identifier specified')
})
