"""The paragraph that the talk begins with, what it is a scramble of, and of what that is a translation."""

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

ORIGINAL = (
    "En efecto, rematado ya su juicio, vino a dar en el más extraño pensamiento que jamás dio loco en el "
    "mundo, y fue que le pareció conveniente y necesario, así para el aumento de su honra como para el "
    "servicio de su república, hacerse caballero andante e irse por todo el mundo con sus armas y caballo a "
    "buscar las aventuras y a ejercitarse en todo aquello que él había leído que los caballeros andantes se "
    "ejercitaban, deshaciendo todo género de agravio y poniéndose en ocasiones y peligros donde, "
    "acabándolos, cobrase eterno nombre y fama."
)
"""The same sentence of *Don Quijote* in Spanish, in the spelling of today."""
