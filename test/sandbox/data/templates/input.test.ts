import { describe, expect, it } from 'vitest'
import { rendered } from '../../support/mapping.js'

const PET = '{"name":"Rex","tags":["big",{"color":"brown"}],"owner":{"name":"Ann"},"age":5,"chip":null}'

describe('$input', () => {
  it.each([
    ["$input.json('$.owner')", '{"name":"Ann"}'],
    ["$input.json('$.name')", '"Rex"'],
    ["$input.json('$.tags[1].color')", '"brown"'],
    ["$input.json('$.none')", '""'],
    ["$input.path('$.name')", 'Rex'],
    ["$input.path('name')", 'Rex'],
    ["$input.path('$.owner').name", 'Ann'],
    ["$input.path('$.tags')[1].color", 'brown'],
    ["$input.path('$.tags[0]')", 'big'],
    ["$input.path('$..name')", '["Rex","Ann"]'],
    ['$input.path(\'$.tags[?(@.color == "brown")]\')', '[{"color":"brown"}]'],
    ["$input.path('$.tags').size()", '2'],
    ['$input.body', PET],
  ])('D60 reads the payload by JSONPath: %s', (template, text) => {
    expect(rendered(template, PET)).toBe(text)
  })

  it.each([
    ["$input.params('id')|$input.params('q')|$input.params('x-kind')|$input.params('none')", '7|a b|big|'],
    ['$input.params().path.id', '7'],
    ["$input.params().get('querystring').q", 'a b'],
    ['#foreach($name in $input.params().header.keySet())$name#end', 'X-Kind'],
  ])('D60 reads the parameters of the request: %s', (template, text) => {
    expect(rendered(template)).toBe(text)
  })

  it.each([
    ['', '{}', '{}', '{}'],
    ['hello', '"hello"', 'hello', 'hello'],
    ['[{"a":1}]', '[{"a":1}]', '[{"a":1}]', '[{"a":1}]'],
  ])('D60 takes an empty payload for {}, and one that is not JSON for a text: %j', (body, json, path, whole) => {
    expect(rendered("$input.json('$')|$input.path('$')|$input.body", body)).toBe(`${json}|${path}|${whole}`)
  })

  it.each(["$input.path('$.tags[?(@.color.match(/(a+)+b/))]')", "$input.json('$.tags[?(/(a+)+b/.test(@))]')"])(
    'D60 refuses functions and patterns in filters: %s',
    (template) => {
      expect(() => rendered(template, PET)).toThrow('a function or a pattern in the filter')
    },
  )
})

describe('$util', () => {
  it.each([
    ['$util.escapeJavaScript($input.path("$.t"))', 'it\\\'s \\"q\\" \\\\ \\n\\u00E9'],
    ["$util.parseJson($input.path('$.j')).a", '1'],
    ['$util.parseJson(\'[1,{"b":2}]\')', '[1,{"b":2}]'],
    ["$util.urlEncode('a b&c=é*~')", 'a+b%26c%3D%C3%A9*%7E'],
    ["$util.urlDecode('a+b%26')", 'a b&'],
    ["$util.base64Encode('hé')|$util.base64Decode('aMOp')", 'aMOp|hé'],
  ])('D61 has the functions of API Gateway: %s', (template, text) => {
    expect(rendered(template, '{"t":"it\'s \\"q\\" \\\\ \\né","j":"{\\"a\\":1}"}')).toBe(text)
  })

  it('D61 fails where text is no JSON and no encoding', () => {
    expect(() => rendered("$util.parseJson('{')")).toThrow()
    expect(() => rendered("$util.urlDecode('%zz')")).toThrow()
  })
})
