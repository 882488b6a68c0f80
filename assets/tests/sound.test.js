// Sound of a path: silent until it is wished for, a pitch for the distance, a click an event.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sound, pitchOf, shareOf } from '../shared/page/sound.js'

const made = []

class Parameter {
  constructor() {
    this.value = 0
    this.aims = []
  }

  setTargetAtTime(value) {
    this.aims.push(value)
  }

  setValueAtTime(value) {
    this.value = value
  }

  exponentialRampToValueAtTime() {}
}

class Node {
  constructor(kind) {
    Object.assign(this, { kind, frequency: new Parameter(), gain: new Parameter(), started: 0 })
    made.push(this)
  }

  connect(next) {
    return next
  }

  start() {
    this.started += 1
  }

  stop() {}
}

globalThis.AudioContext = class {
  constructor() {
    this.currentTime = 0
    this.destination = {}
  }

  resume() {}

  close() {
    this.closed = true
  }

  createOscillator() {
    return new Node('tone')
  }

  createGain() {
    return new Node('volume')
  }
}

function button() {
  const attributes = {}
  return {
    getAttribute: (name) => attributes[name] ?? null,
    setAttribute: (name, value) => {
      attributes[name] = value
    },
  }
}

const clicks = () => made.filter(({ kind, frequency }) => kind === 'tone' && frequency.value === 1600).length

// A sound, the button that switches it, and a hand that moves what is heard.
function heard(share, passed, key = 'a path') {
  const [pressed, ending] = [button(), new AbortController()]
  let now = { key, share, passed }
  const sound = new Sound(pressed, () => now, ending.signal)
  const move = (...to) => {
    now = to[0] === null ? null : { key: to[2] ?? key, share: to[0], passed: to[1] }
    sound.follow()
  }
  return { sound, pressed, ending, move }
}

test('nothing is made until the button is pressed', () => {
  const { sound, move } = heard(0.2, 0)
  move(0.4, 3)
  assert.equal(made.length, 0)
  assert.equal(sound.on, false)
})

test('two octaves from the least distance to the greatest', () => {
  assert.equal(pitchOf(0), 220)
  assert.equal(pitchOf(0.5), 440)
  assert.equal(pitchOf(1), 880)
  assert.equal(pitchOf(7), 880)
  assert.equal(pitchOf(-1), 220)
  assert.equal(shareOf(3, 2, 6), 0.25)
  assert.equal(shareOf(2, 2, 2), 0)
})

test('a tone follows the distance, a click says an event, and what stands still is silent', () => {
  const { sound, pressed, ending, move } = heard(0.25, 1)
  pressed.onclick()
  assert.equal(sound.on, true)
  move(0.25, 1)
  const { frequency } = sound.tone
  assert.deepEqual(frequency.aims, [])
  move(0.5, 1)
  assert.deepEqual(frequency.aims, [440])
  assert.equal(clicks(), 0)
  move(0.5, 2)
  assert.equal(clicks(), 1)
  move(1, 0)
  assert.equal(clicks(), 2)
  pressed.onclick()
  assert.equal(sound.on, false)
  assert.equal(sound.volume.gain.aims.at(-1), 0)
  const count = frequency.aims.length
  move(0, 0)
  assert.equal(frequency.aims.length, count)
  ending.abort()
  assert.equal(sound.context.closed, true)
})

test('the first move after the button is heard, whatever has moved while it was off', () => {
  const { sound, pressed, ending, move } = heard(0.25, 0)
  const before = clicks()
  move(0.5, 3)
  pressed.onclick()
  move(0.75, 3)
  assert.equal(sound.tone.frequency.aims.length, 1)
  assert.equal(clicks(), before)
  ending.abort()
})

test('another path, or one that is hidden, is no move', () => {
  const { sound, pressed, ending, move } = heard(0.25, 0)
  const before = clicks()
  pressed.onclick()
  move(0.5, 3, 'another path')
  move(null)
  move(1, 1, 'another path')
  assert.deepEqual(sound.tone.frequency.aims, [])
  assert.equal(clicks(), before)
  move(0.5, 1, 'another path')
  assert.deepEqual(sound.tone.frequency.aims, [440])
  ending.abort()
})

test('once its page has ended nothing of it is to come', () => {
  const waiting = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = waiting()
  const { pressed, ending, move } = heard(0, 0)
  pressed.onclick()
  move(1, 0)
  assert.equal(waiting(), before + 1)
  ending.abort()
  assert.equal(waiting(), before)
})

test('pressed again it goes on with the tone that it has', () => {
  const { sound, pressed, ending } = heard(0, 0)
  pressed.onclick()
  const { tone } = sound
  pressed.onclick()
  pressed.onclick()
  assert.equal(sound.tone, tone)
  assert.equal(tone.started, 1)
  ending.abort()
})
