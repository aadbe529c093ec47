// The preview's own script, on no published page: it follows the builds, shows what is wrong over the page,
// and loads the page again when there is a newer one.
const { build } = document.currentScript.dataset
let overlay
let style

// Its own sheet in its own tree: nothing inline, which the policy refuses, and nothing of the theme's.
function sheet () {
  style ??= new CSSStyleSheet()
  style.replaceSync(`
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; display: block }
    section { box-sizing: border-box; max-block-size: 60vh; overflow: auto; padding: 1rem 1.5rem;
      border-block-start: .4rem solid #ff8a70; background: #1b1b1f; color: #f4f4f4;
      font: 1rem/1.5 system-ui, sans-serif }
    header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between }
    h2 { margin: 0; font-size: 1.1rem }
    button { min-block-size: 2.75rem; padding-inline: 1rem; border: 1px solid currentColor; border-radius: .3rem;
      background: none; color: inherit; font: inherit; cursor: pointer }
    pre { margin: 1rem 0 0; overflow: auto; font: .9rem/1.4 ui-monospace, monospace }
    :focus-visible { outline: .2rem solid #ffd75e; outline-offset: -.2rem }
    @media print { :host { display: none } }`)
  return style
}

const element = (name, text = '') => Object.assign(document.createElement(name), { textContent: text })

function close () {
  overlay?.remove()
  overlay = undefined
}

function show ({ lang, title, close: word, texts }) {
  close()
  overlay = element('div')
  Object.assign(overlay, { role: 'alert', lang })
  const tree = overlay.attachShadow({ mode: 'open' })
  tree.adoptedStyleSheets = [sheet()]
  const section = element('section')
  const header = element('header')
  const button = element('button', word)
  section.tabIndex = 0 // It scrolls, so the keyboard must reach it.
  button.addEventListener('click', close)
  header.append(element('h2', title), button)
  section.append(header, ...texts.map((text) => element('pre', text)))
  tree.append(section)
  document.body.append(overlay)
}

document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') close() })

const events = new EventSource('/_preview/events')
events.addEventListener('broken', ({ data }) => show(JSON.parse(data)))
events.addEventListener('built', ({ data }) => {
  close()
  if (data !== build) location.reload()
})
