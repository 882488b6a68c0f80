// Long work in slices: a generator that yields between its slices runs as long as there is time.

// Go on for so many milliseconds, or to the end. each(value) is given what is yielded, but for nothing. It
// returns { done, value }, as the generator does.
export function runFor(work, milliseconds, each, now = () => performance.now()) {
  const end = now() + milliseconds
  for (;;) {
    const step = work.next()
    if (step.done) return step
    if (step.value) each(step.value)
    if (now() >= end) return { done: false, value: undefined }
  }
}
