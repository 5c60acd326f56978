import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rendered } from '../../support/mapping.js'

describe('values in templates', () => {
  it.each([
    ['{"m":{"a":1,"b":null}}', "$input.path('$.m')", '{a=1, b=null}'],
    ['{"m":{"l":[{"x":"y"}]}}', "$input.path('$.m').toString()", '{l=[{"x":"y"}]}'],
    ['{"l":[]}', "$input.path('$.l')", '[]'],
    ['', '#set($l = ["a", "b"])$l', '[a, b]'],
    ['', '[$none|$none.deeper|$!{none}|$none.call(1)]', '[|||]'],
    ['', '#set($x = $none)[$x]', '[]'],
  ])(
    'D62 prints maps as Java does, lists of a payload as JSON, and nothing for null: %s %s',
    (body, template, text) => {
      expect(rendered(template, body)).toBe(text)
    },
  )

  it.each([
    ['$none == $null', true],
    ['$none == ""', true],
    ["$input.path('$.n') == ''", true],
    ["$input.path('$.l') == ''", false],
    ["$input.params('id') == 7", true],
    ['1 == 1.0', true],
    ['"a" != "b"', true],
    ['2 < 10', true],
    ['"2" < 10', false],
    ['""', true],
    ['0', true],
    ['$none', false],
    ['!$none && (1 > 2 || 3 >= 3)', true],
  ])('D62 compares as API Gateway does, and only null and false are not true: %s', (condition, holds) => {
    expect(rendered(`#if(${condition})yes#{else}no#end`, '{"n":null,"l":[]}')).toBe(holds ? 'yes' : 'no')
  })

  it.each([
    ['7 / 2', '3'],
    ['7 % 4 * 2', '6'],
    ['"a" + 1', 'a1'],
    ['1 / 0', ''],
    ['$none + 1', ''],
  ])('D62 calculates as Java does: %s', (expression, text) => {
    expect(rendered(`#set($x = ${expression})$x`)).toBe(text)
  })
})

describe('directives and methods', () => {
  it.each([
    ['#set($m = {"a": {"b": [1, 2]}})$m.a.b[1] $m.get("a").b.get(0)', '2 1'],
    ['#if(false)a#elseif($none)b#{else}c#end', 'c'],
    ['#foreach($i in [1..3])$i/$foreach.count/$foreach.index#if($foreach.hasNext),#end#end', '1/1/0,2/2/1,3/3/2'],
    ['#foreach($i in [1, 2, 3])#if($i == 2)#break#end$i#end!', '1!'],
    ['#foreach($e in $input.path("$").entrySet())$e.key=$e.value;#end', 'a=1;b=x;'],
    ['#foreach($v in $input.path("$"))$v;#end', '1;x;'],
    ['#macro(twice $x)$x$x#end#twice("a")', 'aa'],
    ['#define($d)hi#end$d', 'hi'],
    ['## comment\n#* and\nanother *#text', 'text'],
    ['#[[$raw #if]]#', '$raw #if'],
    ['"$5", "#fff", "a@b", "$.x"', '"$5", "#fff", "a@b", "$.x"'],
    ['$!{stageVariables.env}-$stageVariables.get("env")', 'blue-blue'],
    ['#set($s = "x-$input.path(\'$.b\')")$s', 'x-x'],
  ])('D63 runs %j', (template, text) => {
    expect(rendered(template, '{"a":1,"b":"x"}')).toBe(text)
  })

  it.each([
    ['"a.b.c".replace(".", "-")', 'a-b-c'],
    ['"a1b22".replaceAll("(\\d+)", "<$1>")', 'a<1>b<22>'],
    ['"a,b,,".split(",").size()', '2'],
    ['"abc".substring(1, 2).toUpperCase()', 'B'],
    ['"abc".matches("[a-c]+")', 'true'],
    ['" x ".trim().length()', '1'],
    ['"abc".indexOf("c")', '2'],
    ['{"a": 1}.containsKey("a")', 'true'],
    ['[1, 2, 3].subList(1, 3)', '[2, 3]'],
    ['0.parseInt("42")', '42'],
  ])('D63 has the methods of Java: %s', (call, text) => {
    const [, receiver = '', rest = ''] = /^("[^"]*"|\{.*?\}|\[.*?\]|\d+)(\..*)$/.exec(call) ?? []
    expect(rendered(`#set($x = ${receiver})$x${rest}`)).toBe(text)
  })

  it('D63 changes lists and maps in place', () => {
    expect(rendered('#set($l = [])#set($ok = $l.add("a"))#set($ok = $l.add("b"))$l')).toBe('[a, b]')
    expect(rendered('#set($m = {})#set($was = $m.put("a", 1))$m.a$m.size()')).toBe('11')
  })
})

describe('bounds of templates', () => {
  it('D64 runs a loop 1,000 times', () => {
    expect(rendered('#foreach($i in [1..1500])x#end')).toBe('x'.repeat(1000))
  })

  it.each([
    ['loops in loops', '#foreach($i in [1..999])#foreach($j in [1..999])x#end#end'],
    ['a macro that calls itself', '#macro(a)#a()#end#a()'],
    ['a text that doubles', '#set($s = "aaaaaaaa")#foreach($i in [1..99])#set($s = "$s$s")#end'],
    ['a sum that doubles', '#set($s = "aaaaaaaa")#foreach($i in [1..99])#set($s = $s + $s)#end'],
    ['a range without end', '#foreach($i in [1..999999999])#break#end'],
    ['a list in itself', '#set($l = [])#set($ok = $l.add($l))$l'],
    ['a template of 301 KB', `$x${' '.repeat(308_224)}.`],
  ])('D64 ends %s', (_, template) => {
    expect(() => rendered(template)).toThrow()
  })

  it('D64 matches any pattern in linear time', () => {
    const body = JSON.stringify({ t: 'a'.repeat(50_000) })
    expect(rendered("$input.path('$.t').matches('(a+)+b')", body)).toBe('false')
  })

  it.each([
    '$x.constructor',
    '$input.constructor.constructor("return 1")',
    "$input.path('$').__proto__.polluted",
    '$util.toString.call($x)',
    '#set($m = {})#set($m.__proto__.polluted = "yes")$m.polluted',
    '#set($m = {})#set($was = $m.put("__proto__", {"polluted": "yes"}))$m.polluted',
  ])('D64 gives templates nothing that objects inherit: %s', (template) => {
    expect(rendered(template, '{"a":1}')).toBe('')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('D64 ends any template with a text or an error', () => {
    const piece = fc.constantFrom(
      ...['#if(', ')', '#end', '#foreach($i in ', '$i', '$input.path("$")', '[1..3]', '"', "'", '#set($a = '],
      ...['$a.', 'get(', '{', '}', '#macro(x)', '#x()', '#stop', '#break', '$!{', '==', '&&', '\n', '#define($d)'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        try {
          expect(typeof rendered(pieces.join(''), '{"a":[1]}')).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})
