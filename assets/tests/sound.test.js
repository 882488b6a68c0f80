// Sound of a path: silent until it is wished for, a pitch for the distance, a click an event.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sound, pitchOf } from '../shared/page/sound.js'

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

test('nothing is made until the button is pressed', () => {
  const [pressed, ending] = [button(), new AbortController()]
  const sound = new Sound(pressed, ending.signal)
  sound.tell(0.2, 0)
  sound.tell(0.4, 3)
  assert.equal(made.length, 0)
  assert.equal(sound.on, false)
})

test('two octaves from the least distance to the greatest', () => {
  assert.equal(pitchOf(0), 220)
  assert.equal(pitchOf(0.5), 440)
  assert.equal(pitchOf(1), 880)
  assert.equal(pitchOf(7), 880)
  assert.equal(pitchOf(-1), 220)
})

test('a tone follows the distance, a click says an event, and what stands still is silent', () => {
  const [pressed, ending] = [button(), new AbortController()]
  const sound = new Sound(pressed, ending.signal)
  sound.tell(0.25, 1)
  pressed.onclick()
  assert.equal(sound.on, true)
  sound.tell(0.25, 1)
  const { frequency } = sound.tone
  assert.deepEqual(frequency.aims, [])
  sound.tell(0.5, 1)
  assert.deepEqual(frequency.aims, [440])
  assert.equal(clicks(), 0)
  sound.tell(0.5, 2)
  assert.equal(clicks(), 1)
  sound.tell(1, 0)
  assert.equal(clicks(), 2)
  pressed.onclick()
  assert.equal(sound.on, false)
  assert.equal(sound.volume.gain.aims.at(-1), 0)
  const heard = frequency.aims.length
  sound.tell(0, 0)
  assert.equal(frequency.aims.length, heard)
  ending.abort()
  assert.equal(sound.context.closed, true)
})

test('pressed again it goes on with the tone that it has', () => {
  const [pressed, ending] = [button(), new AbortController()]
  const sound = new Sound(pressed, ending.signal)
  pressed.onclick()
  const { tone } = sound
  pressed.onclick()
  pressed.onclick()
  assert.equal(sound.tone, tone)
  assert.equal(tone.started, 1)
  ending.abort()
})
