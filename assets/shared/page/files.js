// Give the visitor a file or a text, without a server.

export function save(name, content, type) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

// Draw an SVG text on a canvas of twice its size.
export async function pngOf(svg) {
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 2 * picture.naturalWidth
  canvas.height = 2 * picture.naturalHeight
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

// Copy a text; where the browser does not allow it, show it in the dialog to copy by hand.
export async function copy(text, dialog) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = dialog.querySelector('textarea')
    area.value = text
    dialog.showModal()
    area.select()
    return false
  }
}
