/** Gives each thing a name of its own that Terraform and CloudFormation take, made of the words it is known by. */
export function labels(separator: '_' | ''): (words: string) => string {
  const taken = new Set<string>()
  return (words) => {
    const parts = words.split(/[^A-Za-z0-9]+/).filter((one) => one !== '')
    const joined =
      separator === '_'
        ? parts.join('_').toLowerCase()
        : parts.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join('')
    const plain = /^[A-Za-z]/.test(joined) ? joined : `${separator === '_' ? 'api_' : 'Api'}${joined}`
    let label = plain
    for (let count = 2; taken.has(label); count += 1) label = `${plain}${separator}${count}`
    taken.add(label)
    return label
  }
}
