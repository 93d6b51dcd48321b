// What is wrong with a document for those who read it, and with what its buttons do. `look(document, faults)` says what can be
// seen of it, `use(faults)` presses what there is to press on the page that it is in.
const channels = text => (text.match(/[\d.]+/g) || []).map(Number)
const luminance = rgb => {
  const [r, g, b] = rgb.map(value => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}
const ground = (element, window) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(window.getComputedStyle(at).backgroundColor)
    if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3)
  }
  return [255, 255, 255]
}
const isSeen = element => element.getClientRects().length > 0

function look(document, width, faults) {
  const window = document.defaultView
  let texts = 0
  for (const element of document.querySelectorAll('*')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    if (!own || !isSeen(element) || ['script', 'style'].includes(element.localName)) continue
    texts += 1
    const style = window.getComputedStyle(element)
    const size = parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const ratio = contrast(channels(style.color).slice(0, 3), ground(element, window))
    // WCAG 2.2, 1.4.3.
    if (ratio < (isLarge ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)} of ${element.localName}: ${element.textContent.slice(0, 30)}`)
    const box = element.getBoundingClientRect()
    if (box.right > width + 1 && style.position !== 'absolute') faults.push(`cut off: ${element.localName} ${element.textContent.slice(0, 30)}`)
  }
  if (texts < 4) faults.push(`only ${texts} texts are seen`)
  if (document.documentElement.scrollWidth > width) faults.push(`${document.documentElement.scrollWidth} pixels wide`)
}

function structure(document, faults) {
  const all = selector => [...document.querySelectorAll(selector)]
  const nameOf = element =>
    element.getAttribute('aria-label') || (element.labels && element.labels.length && element.labels[0].textContent) || element.textContent
  for (const element of all('a, button, input, summary, [role=img], nav')) {
    if (!(nameOf(element) || '').trim()) faults.push(`no name: ${element.outerHTML.slice(0, 80)}`)
  }
  // 1.3.1 and 2.4.6: headings in order, landmarks.
  let level = 0
  for (const heading of all('h1, h2, h3, h4')) {
    const own = Number(heading.localName[1])
    if (own > level + 1) faults.push(`h${own} after h${level}`)
    level = own
  }
  for (const [selector, count] of [['h1', 1], ['main', 1], ['body > header', 1], ['body > footer', 1], ['html[lang]', 1], ['title', 1]]) {
    if (all(selector).length !== count) faults.push(`${all(selector).length} × ${selector}`)
  }
  for (const section of all('section')) {
    if (!document.getElementById(section.getAttribute('aria-labelledby'))) faults.push('a section without a name')
  }
  const ids = all('[id]').map(element => element.id)
  if (new Set(ids).size !== ids.length) faults.push('an id twice')
  // 2.4.3: the order of tabs is that of the text; the first is a way past what is above the feeds.
  if (all('[tabindex]').length) faults.push('tabindex')
  const first = all('a, button, input, summary')[0]
  if (first.getAttribute('href') !== '#main') faults.push('no way to skip to the feeds')
  first.focus()
  if (first.getBoundingClientRect().left < 0) faults.push('the skip link is not seen when it has the focus')
  for (const element of all('a, button, input, summary').filter(isSeen).slice(0, 12)) {
    element.focus()
    if (document.activeElement !== element) faults.push(`no focus: ${element.outerHTML.slice(0, 60)}`)
    // 2.4.7.
    if (getComputedStyle(element).outlineStyle === 'none') faults.push(`focus is not seen: ${element.outerHTML.slice(0, 60)}`)
  }
  document.activeElement.blur()
  // 2.5.8.
  for (const element of all('section a, button, summary, input, .letters a').filter(isSeen)) {
    const box = element.getBoundingClientRect()
    if (box.width < 24 || box.height < 24) faults.push(`${box.width} × ${box.height}: ${element.outerHTML.slice(0, 60)}`)
  }
  for (const { name } of performance.getEntriesByType('resource')) faults.push(`loads ${name}`)
}

async function use(document, faults) {
  const all = selector => [...document.querySelectorAll(selector)]
  const said = () => document.getElementById('say').textContent
  const address = document.getElementById('address')
  let copied = []
  let mayCopy = true
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: text => (mayCopy ? (copied.push(text), Promise.resolve()) : Promise.reject(new Error('no'))) }
  })
  const buttons = all('button')
  const links = all('section li a, .formats a')
  if (buttons.length !== links.length || buttons.length < 3) faults.push(`${buttons.length} buttons, ${links.length} links`)
  for (const button of buttons) {
    button.click()
    await null
    await null
    if (!said().startsWith('Copied the ')) faults.push(`says ${said()}`)
  }
  if (copied.join() !== links.map(link => link.href).join()) faults.push(`copied ${copied.slice(0, 3)}`)
  if (buttons.some(button => !/^Copy the (Atom|RSS|JSON) address of ./.test(button.getAttribute('aria-label')))) faults.push('a button with another name')
  mayCopy = false
  document.execCommand = () => false
  buttons[1].click()
  await new Promise(done => setTimeout(done, 50))
  if (address.hidden || address.value !== links[1].href) faults.push(`shows ${address.value}`)
  if (document.activeElement !== address || address.selectionEnd - address.selectionStart !== address.value.length) faults.push('the address is not selected')
  await new Promise(done => setTimeout(done, 5000))

  const rows = all('section li')
  const shown = () => rows.filter(row => isSeen(row)).map(row => row.querySelector('b').textContent)
  const input = document.getElementById('q')
  const type = text => {
    input.value = text
    input.dispatchEvent(new Event('input'))
    return shown()
  }
  const found = document.getElementById('found')
  if (!isSeen(input)) faults.push('no search')
  const graphs = type('GRAPH')
  if (!graphs.length || graphs.some(name => !name.toLowerCase().includes('graph'))) faults.push(`found ${graphs}`)
  if (!/^\d+ feeds?/.test(found.textContent)) faults.push(`says ${found.textContent}`)
  if (type('qqqq').length || found.textContent !== 'No feeds') faults.push(`found ${shown()}, says ${found.textContent}`)
  if (all('section').filter(isSeen).some(section => section.querySelector('li'))) faults.push('an empty list is seen')
  if (type('').length !== rows.length || found.textContent) faults.push('not all come back')
  const details = document.querySelector('details')
  details.querySelector('summary').click()
  if (!details.open || !isSeen(details.querySelector('ol'))) faults.push('the details do not open')
}

function tell(faults) {
  const result = document.createElement('pre')
  result.id = 'result'
  result.textContent = JSON.stringify(faults)
  document.body.append(result)
}
