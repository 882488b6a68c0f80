// The arrow of one row, in units of pixels: from the edge it leaves, as long as the row moves.

export function arrowPath(shift, row) {
  if (shift === 0) return ''
  const y = row + 0.5
  const direction = shift > 0 ? -1 : 1
  const start = shift > 0 ? 27.4 : 0.6
  const tip = start + direction * Math.abs(shift)
  return `M${start} ${y}H${tip}M${tip - direction * 0.55} ${y - 0.38}L${tip} ${y}L${tip - direction * 0.55} ${y + 0.38}`
}
