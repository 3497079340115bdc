"""One very long article, about 5,000 words, put together from varied sentences: a walk from lighthouse to lighthouse.

Always the same text: readers, benchmarks and tests meet one article.
"""

from __future__ import annotations

import random
from functools import lru_cache

_NAMES = (
    "Cold Ness", "Petrel Head", "The Anvil", "Saltern", "Low Farthing", "Gannet Stack", "Widow Bight", "Tarn Mouth", "Old Candle",
    "Kittering", "The Two Sisters", "Marram Point", "Bellwether", "Sorrel Spit", "Highmost", "The Thimble", "Corncrake", "Drover's Light",
    "Inner Mewl", "Outer Mewl", "Pilot Rock", "Sandsend Minor", "The Quill", "Hob's Lantern", "Eiderholm", "Lang Reef", "Three Chains",
    "Curlew Sound", "The Parson", "Land's Answer",
)  # fmt: skip
_KEEPERS = (
    "Ada Merrin", "Tom Sallow", "Ines Calder", "Hob Wetherlay", "Nour Ashby", "Cyril Fenn", "Maud Torrance", "Eli Varrow", "Beth Onslade",
    "Gwil Parry-Dunn", "Rosa Teague", "Amos Quillet", "Lena Marsh-Corrie", "Piet Haverkamp", "Dora Linnet", "Samir Holloway", "Old Jess Arkle", "Wyn Castleby",
)  # fmt: skip

_OPENINGS = (
    "The path to {name} leaves the road beside a gate that nobody has closed since spring.",
    "I reached {name} at low water, which is the only polite hour to arrive.",
    "You smell {name} before you see it: paint, paraffin and, on washing days, soap.",
    "{name} stands {height} feet above the tide and looks, from the south, like a chess piece somebody meant to come back for.",
    "It took me {hours} hours to walk to {name}, most of them spent being overtaken by the weather.",
    "There is no sign to {name}; you follow the white stones, and where the stones stop you follow the sheep.",
    "On the maps {name} is a full stop at the end of a long sentence of cliffs.",
    "The bus driver put me down a mile short of {name} and wished me luck in a voice that had none to spare.",
    "{name} was built twice, because the first builder had believed the fishermen about the height of the waves and the second believed the waves.",
)
_LAMPS = (
    "The lamp turns once in {seconds} seconds, and its motor, which came out of a dairy, hums a note just below middle C.",
    "Its light was made for ships that no longer pass, and it is kept for the boats that still do.",
    "The lens weighs as much as a small horse and floats in a bath of mercury, so that a child could turn it with one finger; many have.",
    "Since the lamp became electric there is nothing left to trim, and still the stairs are climbed at dusk, every dusk, in case.",
    "In fog the horn takes over, and for {hours} hours at a stretch nobody within two miles finishes a sentence.",
    "The glass is cleaned on Fridays with vinegar and yesterday's paper, and I was given a corner to do and then asked, kindly, to do it again.",
    "Its beam is white to seaward and red over the reef, and the line between the two runs straight through the kitchen of the nearest farm.",
    "The logbook of the lamp goes back {years} years without a gap, except for one page on which somebody has drawn a very good cat.",
)
_PEOPLE = (
    "{keeper}, who has the keys, taught geography until there was no more geography to teach, and came here to look at it instead.",
    "The keys belong to {keeper}, who counts the ships each evening and telephones the number to a sister inland.",
    "{keeper} was born in the lower room during a gale, and speaks of that night as though a good many people had been inconsiderate.",
    "I found {keeper} on a ladder, talking to a gull about the ownership of a sandwich.",
    "{keeper} has kept the light for {years} years and has never, by any account including this one, been hurried.",
    "It is {keeper} who answers the bell, {keeper} who writes the log, and {keeper} who signs as witness that {keeper} has written it.",
    "There have been eleven keepers; {keeper} is the first who came here by choice and the only one who plays the accordion.",
)
_STORIES = (
    "In the winter of the long ice, I was told, the whole village slept in the tower, a family to a landing, and two marriages and a lasting quarrel came of it.",
    "Once a whale came into the cove and stayed four days, and the school moved its lessons to the rocks, subtraction included.",
    "The great storm took the boathouse, the boat and the bench, and put the bench back.",
    "During the strike of the pilots the keepers here talked nineteen ships through the narrows by lamp, letter by letter, and were sent a bill for the oil.",
    "A letter arrives each June from somebody who was once given soup here and has not forgotten; it has never said from which year.",
    "The commissioners came to close the station and were fogged in for nine days, after which they recommended a new roof.",
    "Two painters have lived in the store room; one painted only the sea, the other only the washing, and the washing sold.",
    "When the cable was cut the doctor gave advice by signal lamp, and the child, who is now the postman, limps only on Mondays.",
    "There was a plan for a hotel, and after the plan a model of the hotel, and the model is still here, with hens in it.",
)
_TABLES = (
    "Supper was mackerel with gooseberries, and bread with a crust that made conversation impossible until it was gone.",
    "We ate potatoes out of the ashes with butter and salt, and agreed that it would be an error to add anything.",
    "I was given tea the colour of a good saddle and a slice of something called lantern cake, which is heavy and is meant to be.",
    "There was soup, and when the soup was finished there was, after a decent pause, more of the soup.",
    "The kitchen shelf held {years} jars of the same plum, labelled by year, and we drank a toast to a wet August that I had forgotten.",
    "A neighbour brought crabs in a bucket and stayed to correct the stories, which were the better for it both times.",
)
_NIGHTS = (
    "I slept under the stairs, where the weights of the old clockwork used to fall, and dreamt punctually.",
    "All night the beam went over the ceiling like somebody looking for a word.",
    "Toward morning the wind went round, and the house, which had been leaning on it, creaked and stood up by itself.",
    "The bed was short, the blanket was not, and the sea did the rest.",
    "I read by the spill of the lamp, a line and a half at each turn, and have never read so attentively.",
    "At four a ship answered the light with three short flashes; {keeper} said that it always does, and that nobody knows whose it is.",
    "It rained so evenly that in the end it was the silence that woke me.",
)
_THOUGHTS = (
    "A lighthouse is a strange kind of neighbour: it says the same thing to everybody, and only those in trouble need to listen.",
    "What strikes the walker is how little of the work concerns light, and how much of it concerns rust.",
    "They ask you everywhere along this coast where you are walking to, and nowhere why.",
    "I had come to write about the end of something, and kept finding people who were too busy to end.",
    "It is easy to be sentimental about towers; it is the stairs that cure you.",
    "Every mile here is longer than the last, and I have come to believe that this is done on purpose and for our good.",
    "Nobody I met thought of the sea as a view.",
)
_CLOSINGS = (
    "In the morning I signed the book below a name from the year I was born, and went on.",
    "I left by the lower path, with a jar in my coat and a message for the next light, which was: nothing new.",
    "When I looked back from the second stile the tower was still there, which is after all its profession.",
    "The last I saw of {name} was a hand with a cloth in it, moving across the glass.",
    "From there it is {miles} miles to the next, if you trust the map, and rather more if you trust your feet.",
    "I paid for my bed by carrying up {years} buckets of coal, and was told that I had overpaid.",
    "By noon a shower had taken the tower, the headland and the road, and then, having looked at them, put them back.",
)
_SLOTS = (_OPENINGS, _LAMPS, _PEOPLE, _STORIES, _TABLES, _NIGHTS, _THOUGHTS, _CLOSINGS)


@lru_cache(maxsize=1)
def long_read() -> str:
    """The article's body as HTML: a heading and two paragraphs a stage, a quote and a rule now and then."""
    chance = random.Random(30)  # noqa: S311  # the same walk each time is the point
    decks: list[list[str]] = [[] for _ in _SLOTS]
    parts = []
    for number, name in enumerate(_NAMES):
        facts = {
            "name": name,
            "keeper": _KEEPERS[number % len(_KEEPERS)],
            "height": chance.randrange(40, 210),
            "hours": chance.randrange(3, 11),
            "years": chance.randrange(12, 60),
            "seconds": chance.randrange(5, 31),
            "miles": chance.randrange(4, 19),
        }
        said = [_draw(deck, slot, chance).format(**facts) for deck, slot in zip(decks, _SLOTS, strict=True)]
        parts.append(f"<h2>{number + 1}. {name}</h2>")
        parts.append("<p>" + " ".join(said[:4]) + "</p>")
        parts.append("<p>" + " ".join(said[4:6]) + "</p>")
        if number % 6 == 5:
            parts.append(f"<blockquote><p>{said[6]}</p></blockquote><p>{said[7]}</p><hr>")
        else:
            parts.append("<p>" + " ".join(said[6:]) + "</p>")
    return "\n".join(parts)


def _draw(deck: list[str], slot: tuple[str, ...], chance: random.Random) -> str:
    """The next sentence of a shuffled deck, so that none comes back before all were told."""
    if not deck:
        deck.extend(slot)
        chance.shuffle(deck)
    return deck.pop()
