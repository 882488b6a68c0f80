// What a class is asked: how many digits land near when the globe is turned instead of the images.

export const riddle = (view) => ({
  key: 'landed',
  low: 0,
  high: view.n,
  step: 1,
  text: String,
  truth: () => view.spaces[1].landed(view.k),
  hidden: view.hidden,
  hide: () => {
    view.guess.show(true)
    view.beginGuess()
  },
  show: (own) => {
    view.guess.show(false)
    if (own === null) view.choose({ turn: 'globe' })
    else view.endGuess(own)
  },
})
