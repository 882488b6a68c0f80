"""The paragraph that the talk begins with, what it is a scramble of, and one in Spanish of the same book."""

SCRAMBLED = (
    "In shrot, his wtis bneig qtuie gnoe, he hit upon the saetrngst ntoion taht eevr mdaamn in tihs wrlod "
    "hit upon, and that was taht he fncaied it was rgiht and reuiiqste, as well for the sppruot of his "
    "own hnoour as for the serivce of his conutry, that he souhld mkae a kinght-earrnt of hiemslf, "
    "roaimng the wrlod over in full aourmr and on hroseabck in qsuet of aeduventrs, and puitng in "
    "prcaitce hiemslf all taht he had read of as bneig the uuasl pairectcs of kngihts-earrnt; rgiihtng "
    "eevry knid of worng, and eoixpsng hmiself to peirl and daengr form wihch, in the isuse, he was to "
    "reap etrenal rnweon and fame."
)
"""The figure of the talk, to the letter: one letter of "putting" is lost, and "form" is "from"."""

RIGHT = (
    "In short, his wits being quite gone, he hit upon the strangest notion that ever madman in this world "
    "hit upon, and that was that he fancied it was right and requisite, as well for the support of his "
    "own honour as for the service of his country, that he should make a knight-errant of himself, "
    "roaming the world over in full armour and on horseback in quest of adventures, and putting in "
    "practice himself all that he had read of as being the usual practices of knights-errant; righting "
    "every kind of wrong, and exposing himself to peril and danger from which, in the issue, he was to "
    "reap eternal renown and fame."
)
"""Cervantes, *Don Quixote*, in John Ormsby's translation of 1885."""

SPANISH = (
    "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo "
    "de los de lanza en astillero, adarga antigua, rocín flaco y galgo corredor. […] Era de complexión "
    "recia, seco de carnes, enjuto de rostro, gran madrugador y amigo de la caza."
)
"""Cervantes, *Don Quijote*, from its first page. The dictionary has few inflected words, as has this."""
