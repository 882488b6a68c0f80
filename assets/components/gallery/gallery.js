// A page of digits to choose from. Python sends the page (one base64 text of all thumbnails, their
// references and labels) and gets the state `asked`: a page number or the reference of the chosen digit,
// and the time, so that one may ask for the same thing twice.

import { SIDE, PIXELS, fromBase64, paintLevels } from '../../shared/page/pixels.js'

function newTile(grid) {
  const tile = document.createElement('button')
  tile.type = 'button'
  tile.className = 'tile'
  tile.setAttribute('role', 'radio')
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  canvas.setAttribute('aria-hidden', 'true')
  const label = document.createElement('span')
  label.className = 'label'
  tile.append(canvas, label)
  grid.append(tile)
  return tile
}

function columnsOf(tiles) {
  const top = tiles[0].offsetTop
  const second = tiles.findIndex((tile) => tile.offsetTop > top)
  return second < 0 ? tiles.length : second
}

export default function (component) {
  const { data, parentElement, setStateValue } = component
  const part = (name) => parentElement.querySelector(`.${name}`)
  const grid = part('grid')
  const tiles = [...grid.children]
  while (tiles.length < data.refs.length) tiles.push(newTile(grid))
  while (tiles.length > data.refs.length) tiles.pop().remove()

  const content = `${data.refs}|${data.current}|${data.marked}`
  const fresh = content !== grid.content
  const hadFocus = tiles.indexOf(grid.getRootNode().activeElement)
  const stop = (chosen) => {
    tiles.forEach((tile, i) => { tile.tabIndex = i === chosen ? 0 : -1 })
  }

  if (fresh) {
    grid.content = content
    const levels = fromBase64(data.thumbnails)
    tiles.forEach((tile, i) => {
      paintLevels(tile.firstChild, levels, i * PIXELS)
      tile.lastChild.textContent = data.labels[i]
      tile.setAttribute('aria-label', data.names[i])
      tile.setAttribute('aria-checked', String(data.refs[i] === data.current))
      tile.classList.toggle('marked', data.refs[i] === data.marked)
      tile.title = data.names[i]
    })
    const start = [data.marked, data.current].map((ref) => data.refs.indexOf(ref)).find((i) => i >= 0) ?? 0
    stop(hadFocus >= 0 ? hadFocus : start)
  }

  const choose = (i) => setStateValue('asked', { chosen: data.refs[i], time: Date.now() })
  const turn = (step) => {
    const page = data.page + step
    if (page >= 0 && page < data.pages) setStateValue('asked', { page, time: Date.now() })
  }
  const focus = (i) => {
    stop(i)
    tiles[i].focus()
  }

  tiles.forEach((tile, i) => { tile.onclick = () => choose(i) })
  grid.setAttribute('aria-label', data.title)
  grid.onkeydown = (event) => {
    const i = tiles.indexOf(event.target)
    if (i < 0 || event.ctrlKey || event.metaKey || event.altKey) return
    const last = tiles.length - 1
    const columns = columnsOf(tiles)
    if (event.key === 'ArrowRight') focus(Math.min(last, i + 1))
    else if (event.key === 'ArrowLeft') focus(Math.max(0, i - 1))
    else if (event.key === 'ArrowDown') focus(i + columns <= last ? i + columns : i)
    else if (event.key === 'ArrowUp') focus(i - columns >= 0 ? i - columns : i)
    else if (event.key === 'Home') focus(0)
    else if (event.key === 'End') focus(last)
    else if (event.key === 'PageDown') turn(1)
    else if (event.key === 'PageUp') turn(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  part('previous').onclick = () => turn(-1)
  part('next').onclick = () => turn(1)
  part('previous').setAttribute('aria-disabled', String(data.page === 0))
  part('next').setAttribute('aria-disabled', String(data.page === data.pages - 1))
  part('where').textContent = data.where
}
