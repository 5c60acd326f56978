/** What is wrong in a file, by the codes of the YAML library: its own sentences speak of its insides. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias (*name) cannot have an anchor or a tag',
  BAD_ALIAS: 'a name after & or * is missing, or ends in a colon',
  BAD_DIRECTIVE: 'a line begins with % and is no directive',
  BAD_DQ_ESCAPE: 'a backslash in double quotes escapes nothing: double it, or use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines around it, or a bracket is not closed',
  BAD_PROP_ORDER: 'an anchor or a tag stands in the wrong place',
  BAD_SCALAR_START: 'a text begins with a sign that YAML keeps for itself: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second ":" in one line: put a text with ": " in it in quotes',
  BLOCK_IN_FLOW: 'an indented list or mapping stands inside brackets',
  DUPLICATE_KEY: 'the same key twice',
  KEY_OVER_1024_CHARS: 'a key has more than 1,024 characters',
  MISSING_CHAR: 'a quote, bracket, comma, colon or space is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines: a colon may be missing',
  MULTIPLE_ANCHORS: 'two anchors on one value',
  MULTIPLE_DOCS: 'a second document begins with ---',
  MULTIPLE_TAGS: 'two tags on one value',
  TAB_AS_INDENT: 'a tab indents: use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!name) means nothing here',
  UNEXPECTED_TOKEN: 'something stands where it does not belong',
}

/** PURE. */
export function yamlProblem(code: string): string {
  return PROBLEMS[code] ?? 'this is neither YAML nor JSON'
}

/** What is wrong in a file that is well-formed and yet cannot be read. PURE. */
export function yamlContentProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (/^merge /i.test(message)) return '<< takes a mapping, or a list of mappings'
  return /alias count/i.test(message) ? 'it repeats too much by aliases' : 'an alias in it cannot be followed'
}
