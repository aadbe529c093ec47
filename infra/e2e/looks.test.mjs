// What each theme promises, on home, a level, the form and the form with errors: contrast of 7:1, a focus that
// nobody misses, wider text spacing, the system's own colours, stillness, paper.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { violations } from './axe.mjs'
import { colours, contrast, shapes, text } from './contrast.mjs'
import { faint } from './focus.mjs'
import { answers } from './site.mjs'
import { stage } from './stage.mjs'
import { sum } from './summary.mjs'

// WCAG 1.4.12
const spacing = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }'

const go = (path) => (page, url) => page.goto(url + path)
const shown = [
  ['home', go('/')],
  ['level', go('/niveaux-de-participation/partenariat/')],
  ['form', go('/candidature/')],
  ['errors', answers[0][1]]
]

for (const theme of ['circles', 'squares']) {
  describe(theme, () => {
    const on = stage({ theme })

    /** A page in a browser of its own kind, gone afterwards. */
    async function onA (options, use) {
      const context = await on.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
      try {
        return await use(await context.newPage())
      } finally {
        await context.close()
      }
    }

    for (const colorScheme of ['light', 'dark']) {
      test(`${colorScheme}: every colour of text at 7:1 on every ground, shapes at 3:1`, () => onA({ colorScheme }, async (page) => {
        await page.goto(on.system.url)
        const colour = await colours(page)
        const below = (pairs, least) => pairs
          .map(([role, ground]) => [role, ground, contrast(colour[role], colour[ground])])
          .filter(([, , ratio]) => !(ratio >= least))
        assert.deepEqual([...below(text, 7), ...below(shapes, 3)], [])
      }))

      test(`${colorScheme}: the focus is seen, as WCAG 2.4.13 measures it`, () => onA({ colorScheme }, async (page) => {
        const scratch = await on.browser.newPage()
        let count = 0
        let wrapped = 0
        // On a phone links wrap, whatever the font.
        for (const [width, pages] of [[1280, shown], [320, [shown[1]]]]) {
          await page.setViewportSize({ width, height: 900 })
          for (const [name, show] of pages) {
            await show(page, on.system.url)
            const measured = await faint(page, scratch)
            assert.deepEqual(measured.found, [], `${name} ${width}`)
            count += measured.count
            wrapped += measured.wrapped
          }
        }
        await scratch.close()
        assert.ok(count > 30, `${count} controls`)
        assert.ok(wrapped > 0, 'a link that wraps is among them')
        sum(`${theme}, ${colorScheme}: the focus on ${count} controls measured, all seen`)
      }))

      test(`${colorScheme}: no violation, at both ends of width`, async () => {
        for (const width of [320, 1920]) {
          await onA({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
            for (const [name, show] of shown) {
              await show(page, on.system.url)
              assert.deepEqual(await violations(page), [], `${name} ${width}`)
            }
          })
        }
      })
    }

    test('with wider text spacing nothing is cut off or pushed aside', async () => {
      for (const width of [320, 768, 1280]) {
        await onA({ bypassCSP: true, viewport: { width, height: 900 } }, async (page) => {
          for (const [name, show] of shown) {
            await show(page, on.system.url)
            await page.addStyleTag({ content: spacing })
            const lost = await page.evaluate(() => {
              const root = document.documentElement
              const cut = [...document.querySelectorAll('body *')].filter((element) =>
                getComputedStyle(element).overflow !== 'visible' && element.tagName !== 'TEXTAREA' && !element.closest('.unseen, .honeypot, svg, thead') &&
                (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1))
              const out = [...document.querySelectorAll('main *, header *, footer *')].filter((element) =>
                element.checkVisibility() && !element.closest('.unseen, .honeypot, .skip') && element.getBoundingClientRect().right > root.clientWidth + 1)
              return [...cut, ...out].map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
            })
            assert.deepEqual(lost, [], `${name} ${width}`)
          }
        })
      }
    })

    test('in the system’s own colours edges say what fills said', () => onA({ forcedColors: 'active' }, async (page) => {
      for (const [name, show] of shown) {
        await show(page, on.system.url)
        const flat = await page.evaluate(() => {
          const canvas = getComputedStyle(document.body).backgroundColor
          const edged = (element) => ['Top', 'Bottom', 'Left', 'Right'].some((side) => {
            const style = getComputedStyle(element)
            return parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Color`] !== canvas && style[`border${side}Style`] !== 'none'
          })
          const boxes = [...document.querySelectorAll('.brief, .note, .notice, .summary, .button, .invalid, .menu [aria-current], main input:not(.honeypot input)')]
          const shapes = [...document.querySelectorAll('.pair .us, .pair .you, .sign')]
          return [
            ...boxes.filter((box) => box.checkVisibility() && !['radio', 'checkbox', 'hidden'].includes(box.type) && !edged(box)),
            ...shapes.filter((shape) => getComputedStyle(shape).stroke === canvas || parseFloat(getComputedStyle(shape).strokeWidth) < 1)
          ].map((element) => element.outerHTML.slice(0, 80))
        })
        assert.deepEqual(flat, [], name)
      }
    }))

    test('who wants stillness gets it', () => onA({ reducedMotion: 'reduce' }, async (page) => {
      for (const [name, show] of shown) {
        await show(page, on.system.url)
        const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element)
          return transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || animationName !== 'none'
        }).map((element) => element.className))
        assert.deepEqual(moving, [], name)
      }
    }))

    test('on paper: black on white, no menus, addresses beside links', () => onA({ colorScheme: 'dark' }, async (page) => {
      await page.goto(`${on.system.url}/niveaux-de-participation/partenariat/`)
      await page.emulateMedia({ media: 'print' })
      const paper = await page.evaluate(() => ({
        menus: [...document.querySelectorAll('.menu, .languages, .crumbs, .contents, .skip')].filter((part) => part.checkVisibility()).length,
        text: getComputedStyle(document.querySelector('h1')).color,
        ground: getComputedStyle(document.body).backgroundColor,
        address: getComputedStyle(document.querySelector('.prose a'), '::after').content
      }))
      assert.deepEqual({ ...paper, address: paper.address.includes('/') }, { menus: 0, text: 'rgb(0, 0, 0)', ground: 'rgb(255, 255, 255)', address: true })
    }))
  })
}
