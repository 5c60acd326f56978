import { describe, expect, it } from 'vitest'
import { goesDirect } from '../../../src/io/network/no-proxy.js'

describe('NO_PROXY', () => {
  it.each([
    ['api.example.com', 'api.example.com'],
    ['api.example.com', 'example.com'],
    ['api.example.com', '.example.com'],
    ['example.com', '.example.com'],
    ['API.Example.COM.', 'example.com'],
    ['api.example.com', 'other.org, example.com'],
    ['api.example.com', 'other.org example.com'],
    ['api.example.com', '*'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3', '10.0.0.0/8'],
    ['[fd00::1]', 'fd00::1'],
    ['[fd00::1]', 'fd00::/8'],
    ['localhost', ''],
    ['127.0.0.1', ''],
    ['127.1.2.3', ''],
    ['[::1]', ''],
  ])('lets %s past the proxy: %j', (host, list) => {
    expect(goesDirect(host, list)).toBe(true)
  })

  it.each([
    ['api.example.com', ''],
    ['badexample.com', 'example.com'],
    ['example.com', 'api.example.com'],
    ['api.example.com', 'other.org,*'],
    ['10.1.2.3', '10.1.2'],
    ['11.1.2.3', '10.0.0.0/8'],
    ['10.1.2.3', '10.0.0.0/x'],
    ['10.1.2.3', '10.0.0.0/99'],
    ['[fd00::1]', '10.0.0.0/8'],
    ['localhost.example.com', ''],
  ])('does not let %s past the proxy: %j', (host, list) => {
    expect(goesDirect(host, list)).toBe(false)
  })
})
