// Draws the figures of a page once they are near the window, in the colours of its theme.

const figures = document.querySelectorAll('figure.drawn')

if (figures.length) {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const theme = () => {
    const chosen = document.body.dataset.theme
    return chosen === 'dark' || (chosen !== 'light' && dark.matches) ? 'dark' : 'light'
  }
  const draw = (figure) => {
    const { data, layout } = JSON.parse(figure.querySelector(`script[data-theme="${theme()}"]`).textContent)
    const options = { responsive: true, displaylogo: false, plotGlPixelRatio: 1 }
    if (still) layout.transition = { duration: 0 }
    window.Plotly.react(figure.querySelector('.drawing'), data, layout, options)
  }
  const script = document.createElement('script')
  script.src = `${document.documentElement.dataset.content_root}_static/plotly.min.js`
  script.onload = () => {
    const redraw = () => figures.forEach(draw)
    redraw()
    dark.addEventListener('change', redraw)
    new MutationObserver(redraw).observe(document.body, { attributeFilter: ['data-theme'] })
  }
  document.head.append(script)
}
