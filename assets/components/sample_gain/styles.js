// How points, images and frequencies look, on the torus as on the sphere.

export const MIRROR = { stroke: 'price', width: 2.5, dash: [7, 4], name: 'mirror' }
export const ORBIT = { stroke: 'ink', width: 3, name: 'orbit' }
export const POINT = { fill: 'ink', stroke: 'paper', width: 2, name: 'point' }
export const IMAGE = { fill: 'paper', stroke: 'ink', width: 2.5, name: 'image' }
export const KEPT = { fill: 'result', name: 'kept' }
export const MERGED = { fill: 'left', alpha: 0.55, name: 'merged' }
export const DARK = { fill: 'muted', alpha: 0.22, name: 'dark' }
