// What modules say in a language, under node: each call is a path below assets, the name of a function, and
// what it is given; of a chart it is what can be read there.
import { text } from 'node:stream/consumers'

const { language, calls } = JSON.parse(await text(process.stdin))
if (language) globalThis.$language = language
const told = (found) => (typeof found?.marks === 'function' ? found.marks().map((mark) => mark.text) : found)
const answers = []
for (const [path, name, ...given] of calls) {
  const found = await import(`../../assets/components/${path}`)
  answers.push(told(found[name](...given)))
}
process.stdout.write(JSON.stringify(answers))
