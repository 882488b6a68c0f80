// Shapes that are drawn on a canvas while hands move, as nodes of an SVG, and as a file to take away.
// A shape is one of
//   { runs: [[[x, y], …], …], closed }   a path through points
//   { d }                                a path in SVG's own words, for curves
//   { circle: [x, y, radius] }, { box: [x, y, width, height] }, { text, at: [x, y], size, anchor }
// with fill, stroke, width, dash, alpha, and hatch for what must not be told by its colour alone. Colours are
// names of the palette, or CSS colours. A name becomes the class of its SVG node, data its data attributes.

const HATCH = 6

export function path(runs, style) {
  return { runs, width: 1.5, alpha: 1, ...style }
}

export function line(points, style) {
  return path([points], style)
}

export function curve(d, style) {
  return { d, width: 1.5, alpha: 1, ...style }
}

export function disc(centre, radius, style) {
  return { circle: [...centre, Math.max(0, radius)], width: 1.5, alpha: 1, ...style }
}

export function box(x, y, width, height, style) {
  return { box: [x, y, Math.max(0, width), Math.max(0, height)], width: 1.5, alpha: 1, ...style }
}

export function label(text, at, style) {
  return { text: String(text), at, size: 14, anchor: 'middle', fill: 'ink', alpha: 1, ...style }
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

// A letter is about this wide, in its size: enough to keep texts apart.
export const textWidth = (text, size) => 0.58 * size * [...text].length

// The outline of a shape becomes the path of the context; what is returned is given to fill and stroke. A
// Path2D for every shape of every frame would cost half as much again as the calls themselves.
function trace(context, shape) {
  if (shape.d) return [new Path2D(shape.d)]
  context.beginPath()
  if (shape.circle) {
    const [x, y, radius] = shape.circle
    context.arc(x, y, radius, 0, 2 * Math.PI)
  } else if (shape.box) {
    context.rect(...shape.box)
  } else {
    for (const run of shape.runs) {
      if (run.length === 0) continue
      context.moveTo(run[0][0], run[0][1])
      for (let i = 1; i < run.length; i++) context.lineTo(run[i][0], run[i][1])
      if (shape.closed) context.closePath()
    }
  }
  return []
}

// Strokes of the paper's colour at 45°, to fill all that lies in a shape.
function hatching(context, palette) {
  const pattern = Object.assign(document.createElement('canvas'), { width: HATCH, height: HATCH })
  const strokes = pattern.getContext('2d')
  strokes.strokeStyle = palette.paper
  strokes.globalAlpha = 0.45
  strokes.lineWidth = 2
  strokes.stroke(new Path2D('M-1 1L1 -1M-1 7L7 -1M5 7L7 5'))
  return context.createPattern(pattern, 'repeat')
}

function paintText(context, shape, palette) {
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
}

export function paintShapes(context, shapes, palette) {
  context.lineJoin = 'round'
  context.lineCap = 'round'
  for (const shape of shapes) {
    context.globalAlpha = shape.alpha
    if (shape.text !== undefined) {
      paintText(context, shape, palette)
      continue
    }
    const traced = trace(context, shape)
    if (shape.fill) {
      context.fillStyle = colourOf(shape.fill, palette)
      context.fill(...traced)
    }
    if (shape.hatch) {
      context.fillStyle = hatching(context, palette)
      context.fill(...traced)
    }
    if (shape.stroke) {
      context.strokeStyle = colourOf(shape.stroke, palette)
      context.lineWidth = shape.width
      context.setLineDash(shape.dash ?? [])
      context.stroke(...traced)
    }
  }
  context.globalAlpha = 1
}
