import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIdentityName } from '../../../../src/core/base/secrets/identity-name.js'

describe('a header or query parameter', () => {
  it.each(
    `authorization Proxy-Authorization cookie x-api-key x-amz-security-token my-auth-header tenant_ref sig signature
    accesstoken access-token session-id api-key api_key apiKey X-Api_Key X-APIKey2 password passwd pwd pass key X-Key code
    otp totp pin X-Email e-mail eMail user.email user[email] token id_token idToken OAuthToken session sessionId
    JSESSIONID X-Session sid jwt bearer secret client_secret clientId access_key AWSAccessKeyId subscription-key
    x-functions-key auth_code verificationCode username userName user_id UserID X-User uid login customer-id
    x-accesstoken x-sessionid app.clientsecret my_username x-refreshtoken-v2 X-CSRF-Token`.split(/\s+/),
  )('that is named %s usually carries an identity', (name) => {
    expect(isIdentityName(name)).toBe(true)
  })

  it.each(
    `user-agent User-Agent x-user-agent accept-language id name page authors x-access x-sessions x-productid
    x-accesstokens keyword keywords sort_key sortKey partition-key cacheKey monkey country_code countryCode postcode
    zip_code language-code currencyCode barcode promo-code encode pin_color spinner bypass boarding_pass nextToken
    page_token next-page-token continuationToken max_tokens author signal design type x-request-id x-amzn-trace-id
    product filter[code] order_id client accept`.split(/\s+/),
  )('that is named %s does not', (name) => {
    expect(isIdentityName(name)).toBe(false)
  })

  it('is known in any case and with any separator', () => {
    const words = fc.constantFrom(
      ['api', 'key'],
      ['session', 'id'],
      ['user', 'email'],
      ['access', 'token'],
      ['auth', 'code'],
    )
    const spelled = (parts: readonly string[]) =>
      fc.constantFrom(
        ...['-', '_', '.', ' ', ':'].flatMap((sign) => [parts.join(sign), parts.join(sign).toUpperCase()]),
        parts.map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join(''),
        parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''),
      )
    fc.assert(
      fc.property(words.chain(spelled), fc.constantFrom('', 'x-', 'X-', 'my_'), (name, prefix) => {
        expect(isIdentityName(`${prefix}${name}`)).toBe(true)
      }),
    )
  })
})
