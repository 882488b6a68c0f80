// Drives Firefox for test_firefox.py: one page of the app after the other, as a visitor opens them.
//
//   node firefox.js FIREFOX < '{"base": …, "pages": [{"path", "sentence", "dial"}], "seconds": …}'
//
// Writes what it saw as JSON: for every page its sentence before and after keys move the dial, how much wider
// it is than the window, and what the page logged as errors or asked another host for. A page may have a
// width of its own, and things to press one after the other, each with the text that this changes.
/* global document, window */

import { readFileSync } from 'node:fs'
import puppeteer from 'puppeteer-core'

const { base, pages, seconds } = JSON.parse(readFileSync(0, 'utf8'))
const timeout = seconds * 1000

const browser = await puppeteer.launch({
  browser: 'firefox', executablePath: process.argv[2], headless: true, timeout, protocolTimeout: timeout,
})
const page = await browser.newPage()
await page.setViewport({ width: 1280, height: 720 })
page.setDefaultTimeout(timeout)
let faults = []
page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
page.on('pageerror', (error) => faults.push(String(error)))
page.on('request', (request) => {
  const { protocol, hostname } = new URL(request.url())
  if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && hostname !== new URL(base).hostname) {
    faults.push(`a request to ${hostname}`)
  }
})

// Puppeteer sees into shadow roots with >>>.
async function settled(selector, unlike = '') {
  const end = Date.now() + timeout
  for (;;) {
    const node = await page.$(`>>> ${selector}`)
    const text = node ? (await node.evaluate((found) => found.textContent)).trim() : ''
    if (text && text !== unlike) return text
    if (Date.now() > end) throw new Error(`${selector} stayed ${JSON.stringify(text)} at ${page.url()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const seen = {}
try {
  for (const { path, sentence, dial, width = 1280, presses = [] } of pages) {
    faults = []
    await page.setViewport({ width, height: 720 })
    await page.goto(`${base}/${path}`, { waitUntil: 'load' })
    const before = await settled(sentence)
    let after = before
    if (dial) {
      const slider = await page.waitForSelector(`>>> ${dial}`)
      await slider.evaluate((node) => node.scrollIntoView({ block: 'center' }))
      await slider.focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('End')
      after = await settled(sentence, before)
    }
    for (const [press, shown] of presses) {
      const unlike = await page.$eval(`>>> ${shown}`, (node) => node.textContent.trim()).catch(() => '')
      await (await page.waitForSelector(`>>> ${press}`, { visible: true })).evaluate((node) => node.click())
      after = await settled(shown, unlike)
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    seen[path] = { before, after, wide, title: await page.title(), faults: [...faults] }
    // What a page could no longer send as it was left is Streamlit's to say, and not the next page's fault.
    await page.goto('about:blank')
  }
} finally {
  await browser.close()
}
process.stdout.write(JSON.stringify(seen))
