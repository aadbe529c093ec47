// A large site from the real one, to measure with: `node infra/bench/pages.mjs FOLDER COUNT`.
// Content and themes are copied into the folder; then pages are added, fifty to a section, each with the
// text of a real page, until both languages together count as many as asked for.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const texts = ['criteria', 'commitment-and-support', 'become-a-partner', 'privacy', 'questions', 'accessibility']
const languages = ['fr', 'en']
const perSection = 50

/** The Markdown of a real page, its links led from the top. */
async function body (name, lang) {
  const page = await readFile(join(root, `content/pages/${name}.${lang}.md`), 'utf8')
  const [, , ...parts] = page.split(/^---$/m)
  return parts.join('---').replace(/\]\((?![a-z]+:|[#/{])/g, '](/')
}

/** Makes the site; `count` includes the pages that are there already. */
export async function make (folder, count) {
  for (const name of ['content', 'themes']) {
    await cp(join(root, name), join(folder, name), { recursive: true })
  }
  const real = 62
  for (const lang of languages) {
    const bodies = await Promise.all(texts.map((name) => body(name, lang)))
    for (let page = 0; page < (count - real) / languages.length; page += 1) {
      const section = join(folder, 'content/pages/bench', `s${Math.floor(page / perSection)}`)
      const name = page % perSection === 0 ? 'index' : `p${page}`
      const title = `${lang === 'fr' ? 'Page' : 'Sheet'} ${page}`
      await mkdir(section, { recursive: true })
      await writeFile(
        join(section, `${name}.${lang}.md`),
        `---\ntitle: "${title}"\ndescription: "${title}."\n---\n${bodies[page % bodies.length]}`
      )
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count] = process.argv.slice(2)
  if (!folder || !Number(count)) {
    console.error('node infra/bench/pages.mjs FOLDER COUNT')
    process.exit(2)
  }
  await make(folder, Number(count))
}
