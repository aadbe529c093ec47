// The form works without this script. With it, questions come when they are called for, long answers are
// counted, and what was written stays on the page whatever happens to the connection.

const patience = 30_000

const current = () => document.getElementById('application')

let sending = false

// While something was written and not sent, the browser asks before it leaves the page. Not before: a page
// that asks may be dropped by the browser as soon as it is left.
const warn = (event) => event.preventDefault()
const written = () => addEventListener('beforeunload', warn)
const sent = () => removeEventListener('beforeunload', warn)

// Questions that another answer calls for

function isChosen (form, { askedBy, askedFor }) {
  return askedFor.split(' ').some((value) => {
    const input = form.querySelector(`[name="${askedBy}"][value="${value}"]`)
    return input?.checked && !input.closest('[hidden]')
  })
}

// In the order of the form: a question that is not asked calls for no other.
function ask (form) {
  for (const question of form.querySelectorAll('[data-asked-by]')) {
    question.hidden = !isChosen(form, question.dataset)
  }
}

// Characters left, as a person counts them; read aloud only when writing pauses

const segments = globalThis.Intl?.Segmenter && new Intl.Segmenter()

function length (text) {
  const normal = text.trim().normalize('NFC')
  return segments ? [...segments.segment(normal)].length : [...normal].length
}

function tell (area) {
  const { max, left, over } = area.dataset
  const hint = document.getElementById(`${area.id}-max`)
  const rest = max - length(area.value)
  hint.textContent = (rest < 0 ? over : left).replace('{n}', Math.abs(rest))
  hint.classList.toggle('too-many', rest < 0)
  return hint
}

const limited = (form) => form.querySelectorAll('textarea[data-max]')

function count (area) {
  const spoken = document.createElement('span')
  spoken.className = 'unseen'
  spoken.setAttribute('role', 'status')
  document.getElementById(`${area.id}-max`).after(spoken)
  let pause
  area.addEventListener('input', () => {
    const hint = tell(area)
    clearTimeout(pause)
    pause = setTimeout(() => { spoken.textContent = hint.textContent }, 1000)
  })
}

// The time on the page, which tells robots from people. It is measured only on a page that the visitor opened and that
// came without answers. Whoever comes back to a page, or loads it again, may find their answers there and send at once.

const navigation = performance.getEntriesByType('navigation')[0]
let measured = navigation?.type === 'navigate'

function hasAnswers (form) {
  return [...form.elements].some((element) => ['checkbox', 'radio'].includes(element.type)
    ? element.checked
    : element.matches('input:not([type=hidden]), textarea') && element.value !== '')
}

// Sending

function say (form, message) {
  form.querySelector('[role="status"].sent').textContent = message
}

function body (form, button) {
  const answers = new FormData(form)
  if (button?.name) answers.set(button.name, button.value)
  if (measured && form.dataset.answered === undefined) {
    answers.set(form.dataset.seconds, Math.round(performance.now() / 1000))
  }
  return new URLSearchParams(answers)
}

// The page that came back takes the place of this one's content; none of it is this page's address.
function show (page) {
  document.title = page.title
  document.querySelector('main').replaceWith(page.querySelector('main'))
  prepare(current())
  const heading = document.querySelector('main h1')
  heading.tabIndex = -1
  const first = document.getElementById('form-summary') ?? heading
  first.focus()
  first.scrollIntoView()
}

// Whether the application is stored, and its confirmation on the way.
async function send (form, button) {
  const address = button?.getAttribute('formaction') ?? form.getAttribute('action')
  const answer = await fetch(address, {
    method: 'POST',
    body: body(form, button),
    headers: { accept: 'text/html' },
    signal: AbortSignal.timeout?.(patience)
  })
  if (answer.redirected) {
    sent()
    location.assign(answer.url)
    return true
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (page.getElementById('application')) show(page)
  // Refused before it reached the form: said here, beside the answers.
  else say(form, page.querySelector('main .lead, main p')?.textContent.trim() || form.dataset.failed)
  return false
}

async function submitted (event) {
  const form = event.target
  const button = event.submitter
  const offline = !navigator.onLine
  // Another language is another page; the browser goes there by itself.
  if (button?.name && !offline) {
    sent()
    return
  }
  event.preventDefault()
  if (sending) return
  if (offline) return say(form, form.dataset.offline)
  sending = true
  const label = form.querySelector('.actions button')
  const words = label.textContent
  label.textContent = form.dataset.sending
  say(form, form.dataset.sending)
  const rest = () => {
    sending = false
    label.textContent = words
  }
  try {
    // Stored: nothing more is sent, unless somebody comes back to this page.
    if (await send(form, button)) addEventListener('pageshow', () => { rest(); say(form, '') }, { once: true })
    else rest()
  } catch {
    rest()
    say(form, navigator.onLine ? form.dataset.failed : form.dataset.offline)
  }
}

function prepare (form) {
  if (!form) return
  form.addEventListener('change', () => ask(form))
  form.addEventListener('input', written)
  form.addEventListener('submit', submitted)
  limited(form).forEach(count)
  refresh(form)
}

function refresh (form) {
  ask(form)
  for (const area of limited(form)) if (area.value) tell(area)
}

// Back from another page, or loaded again, the browser fills the form in after this script ran.
addEventListener('pageshow', ({ persisted }) => {
  if (!current()) return
  measured &&= !persisted && !hasAnswers(current())
  refresh(current())
})
prepare(current())
document.getElementById('form-summary')?.focus()
