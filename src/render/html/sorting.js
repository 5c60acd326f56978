/* Sorts the overview by the column whose heading is pressed: the largest first, and then the smallest. */
;(() => {
  const table = document.querySelector('.stages')
  if (!table) return
  const [body] = table.tBodies
  const heads = [...table.tHead.rows[0].cells]

  const numberIn = (row, place) => {
    const { value } = row.cells[place].dataset
    return value === '' ? null : Number(value)
  }

  /** Unknown values come last in either direction. */
  function sort(place, sign) {
    const compare = (a, b) => {
      const [one, other] = [numberIn(a, place), numberIn(b, place)]
      if (one === null || other === null) return (one === null) - (other === null)
      return sign * (one - other)
    }
    body.append(...[...body.rows].sort(compare))
  }

  for (const [place, head] of heads.entries()) {
    if (!('sort' in head.dataset)) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const isFalling = head.getAttribute('aria-sort') !== 'descending'
      for (const one of heads) one.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', isFalling ? 'descending' : 'ascending')
      sort(place, isFalling ? -1 : 1)
    })
  }
})()
