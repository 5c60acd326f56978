import { describe, expect, it } from 'vitest'
import { readSharedProfile, sharedFilePaths } from '../../../src/io/aws/shared-files.js'
import { sharedFiles } from '../../support/shared-files.js'

const SECTION = '[profile work]\nregion = eu-west-1\n'

describe('the shared files', () => {
  it('may be named without a home folder, each by itself', async () => {
    const { AWS_CONFIG_FILE } = await sharedFiles(SECTION)
    const { AWS_SHARED_CREDENTIALS_FILE } = await sharedFiles('', '[work]\naws_access_key_id = AKIA\n')

    expect((await readSharedProfile('work', { AWS_CONFIG_FILE })).values).toEqual({ region: 'eu-west-1' })
    expect((await readSharedProfile('work', { AWS_SHARED_CREDENTIALS_FILE })).values).toEqual({
      aws_access_key_id: 'AKIA',
    })
  })

  it('are in the home folder where nothing else is said', () => {
    expect(sharedFilePaths({ HOME: '/home/me', AWS_CONFIG_FILE: '/etc/aws' })).toEqual({
      config: '/etc/aws',
      credentials: '/home/me/.aws/credentials',
    })
    expect(sharedFilePaths({})).toEqual({ config: null, credentials: null })
  })

  it('must have a profile that was asked for', async () => {
    const { AWS_CONFIG_FILE } = await sharedFiles(SECTION)

    await expect(readSharedProfile('wrok', { AWS_CONFIG_FILE })).rejects.toMatchObject({
      kind: 'usage',
      message: `there is no AWS profile "wrok" in ${AWS_CONFIG_FILE}`,
    })
    await expect(readSharedProfile('work', {})).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('there is no AWS profile "work"'),
      hint: expect.stringContaining('HOME'),
    })
    expect(await readSharedProfile(null, {})).toEqual({ values: {}, services: {} })
  })
})
