// Shapes that are drawn twice: on a canvas while hands move, and as SVG to take away.
// A path is { runs: [[[x, y], …], …], closed, fill, stroke, width, dash, alpha }, a text { text, at, … };
// colours are names of the palette, or CSS colours.

export function path(runs, style) {
  return { runs, width: 1.5, alpha: 1, ...style }
}

export function line(points, style) {
  return path([points], style)
}

export function disc(centre, radius, style) {
  const points = Array.from({ length: 24 }, (_, i) => [
    centre[0] + radius * Math.cos(i * Math.PI / 12), centre[1] + radius * Math.sin(i * Math.PI / 12),
  ])
  return path([points], { closed: true, ...style })
}

export function label(text, at, style) {
  return { text, at, size: 14, anchor: 'middle', fill: 'ink', alpha: 1, ...style }
}

// A head of an arrow that ends at the last of the points.
export function arrowHead(points, size, style) {
  const [x, y] = points[points.length - 1]
  const [a, b] = points[points.length - 2]
  const angle = Math.atan2(y - b, x - a)
  const wing = (turn) => [x - size * Math.cos(angle + turn), y - size * Math.sin(angle + turn)]
  return path([[[x, y], wing(0.42), wing(-0.42)]], { closed: true, stroke: null, ...style })
}

export const colourOf = (name, palette) => palette[name] ?? name

export function paintShapes(context, shapes, palette) {
  context.lineJoin = 'round'
  context.lineCap = 'round'
  for (const shape of shapes) {
    context.globalAlpha = shape.alpha
    if (shape.text !== undefined) {
      context.font = `${shape.italic ? 'italic ' : ''}${shape.bold ? '600 ' : ''}${shape.size}px ${shape.italic ? 'Georgia, serif' : palette.font}`
      context.textAlign = { start: 'left', middle: 'center', end: 'right' }[shape.anchor]
      if (shape.halo !== false) {
        context.strokeStyle = palette.paper
        context.lineWidth = 4
        context.setLineDash([])
        context.strokeText(shape.text, ...shape.at)
      }
      context.fillStyle = colourOf(shape.fill, palette)
      context.fillText(shape.text, ...shape.at)
      continue
    }
    context.beginPath()
    for (const run of shape.runs) {
      if (run.length === 0) continue
      context.moveTo(run[0][0], run[0][1])
      for (let i = 1; i < run.length; i++) context.lineTo(run[i][0], run[i][1])
      if (shape.closed) context.closePath()
    }
    if (shape.fill) {
      context.fillStyle = colourOf(shape.fill, palette)
      context.fill()
    }
    if (shape.stroke) {
      context.strokeStyle = colourOf(shape.stroke, palette)
      context.lineWidth = shape.width
      context.setLineDash(shape.dash ?? [])
      context.stroke()
    }
  }
  context.globalAlpha = 1
}
