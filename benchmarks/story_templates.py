"""Daily reports as desks fill them in: one form, other figures and names."""

import random

TOWNS = (
    "Ashford Brackley Corby Denholm Elgin Fordham Grantley Hexham Ilkley Kelso Larne Malton".split()
)
TEAMS = (
    "Northfield Rovers", "Harbour City", "Old Mill United", "St Brannock", "Castle Vale", "Eastgate",
    "Kingsmere Town", "Westbourne Athletic", "Ravensea", "Thornbury Wanderers", "Lowmoor", "Aldwick",
)  # fmt: skip
NAMES = "Adeyemi Brandt Castellano Dufour Eriksen Farouk Grimshaw Hollis Ivanov Jansen Kowalski Lund".split()
FIRMS = "Altera Borealis Cygnet Delphin Equinor Fairmont Gallan Helvia Ionica Juniper Kestrel Lumen".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SKIES = ("sunny", "cloudy", "partly cloudy", "overcast", "clear", "showery", "foggy early", "windy")
WINDS = (
    "north-westerly",
    "southerly",
    "light easterly",
    "fresh westerly",
    "variable",
    "strong northerly",
)
CAUSES = ("energy shares", "banks", "technology firms", "miners", "retailers", "drug makers")
NEWS = (
    "a weaker dollar", "hopes of a trade deal", "fresh figures on inflation", "a rise in oil prices",
    "fears of a downturn", "remarks by the central bank", "strong results abroad",
)  # fmt: skip
CRIMES = (
    "a burglary",
    "a robbery",
    "a stabbing",
    "criminal damage",
    "a hit and run",
    "an arson attack",
)
STREETS = "Abbey Bridge Church Dock Elm Forge Garden High Ivy Jubilee King Linden".split()

STAYING = ("town", "firm", "name")


def filled(name: str, chance: random.Random, places: int | None = None) -> tuple[str, str]:
    """Title and body of one report of a template.

    Where `places` is given, it settles what stays from day to day: towns, firms and who is quoted.
    """
    title, *body = TEMPLATES[name]
    stays = chance if places is None else random.Random(places)
    pools = {
        "town": TOWNS, "team": TEAMS, "name": NAMES, "firm": FIRMS, "day": DAYS, "sky": SKIES,
        "wind": WINDS, "cause": CAUSES, "news": NEWS, "crime": CRIMES, "street": STREETS,
    }  # fmt: skip
    drawn = {}
    for pool, values in pools.items():
        source = stays if pool in STAYING else chance
        some = source.sample(values, min(4, len(values)))
        drawn |= {f"{pool}{number}": value for number, value in enumerate(some, 1)}
    for number in range(1, 13):
        drawn[f"n{number}"] = str(chance.randrange(2, 60))
        drawn[f"f{number}"] = f"{chance.uniform(0.1, 9.9):.1f}"
        drawn[f"k{number}"] = f"{chance.randrange(1000, 9999):,}"
    return title.format(**drawn), "\n\n".join(body).format(**drawn)


TEMPLATES = {
    "weather": (
        "Weather for {town1}: {sky1}, {n1} degrees",
        "{day1} will be {sky1} in {town1} with a high of {n1} degrees and a low of {n2}. Winds will "
        "be {wind1} at {n3} kilometres an hour, with gusts of up to {n4} in exposed places.",
        "In {town2} expect a {sky2} start to the day, turning {sky3} in the afternoon. The chance of "
        "rain is {n5} percent. The air will feel like {n6} degrees along the coast.",
        "The outlook for {day2} is {sky4}, with highs of {n7}. Sunrise is at 6:{n8} and sunset at "
        "5:{n9}. The next forecast will be issued by the bureau at five o'clock this afternoon.",
    ),
    "markets": (
        "Shares close {f1}% higher on {news1}",
        "Shares closed higher on {day1}, lifted by {cause1} and {news1}. The main index rose {f1}% to "
        "{k1} points, while the index of smaller companies gained {f2}% to {k2}.",
        "{firm1} was the day's best performer, up {f3}% after it raised its forecast. {firm2} fell "
        "{f4}%, the most among large companies, and {firm3} lost {f5}%. Volume was {f6} billion.",
        "\"The market was driven by {news2} today,\" said {name1}, an analyst at {firm4}. \"We expect "
        "investors to stay cautious in the days to come.\"",
        "The currency traded at {f7} against the dollar, compared with {f8} on the day before. Oil "
        "was at {n1}.{n2} dollars a barrel, and gold at {k3} dollars an ounce.",
    ),
    "football": (
        "{team1} beat {team2} as {name1} scores",
        "{team1} beat {team2} at home on {day1}, with goals from {name1} in the {n1}th minute and "
        "{name2} in the {n2}th. {name3} had scored for the visitors before half-time.",
        "The win takes {team1} to {n3} points from {n4} matches, while {team2} stay on {n5} points. "
        "A crowd of {k1} saw the match. The referee showed {f1} yellow cards in all.",
        "\"The boys gave everything today and I could not be more proud of them,\" said the manager, "
        "{name4}. \"We take each match as it comes, and now we look forward to {team3}.\"",
        "{team1} travel to {team3} on {day2}, and {team2} are at home to {team4}.",
    ),
    "earthquake": (
        "Magnitude {f1} earthquake near {town1}",
        "A magnitude {f1} earthquake struck {n1} kilometres from {town1} on {day1}, the geological "
        "survey said. The quake hit at 4:{n2} in the morning at a depth of {n3} kilometres.",
        "There were no immediate reports of damage or casualties. The quake was felt in {town2}, "
        "{n4} kilometres away, and in {town3}, where people left their houses.",
        "No tsunami warning was issued. {n5} aftershocks followed, the strongest of magnitude {f2}. "
        "The region lies where two plates meet, and earthquakes are common there.",
        "This report was written from data of the survey, and may be changed as more is known.",
    ),
    "police log": (
        "Police log: {crime1} in {street1} Street",
        "Police are investigating {crime1} in {street1} Street, {town1}, on {day1}. It is believed to "
        "have happened between {n1} minutes past nine and midnight. A man aged {n2} was treated.",
        "Officers were also called to {crime2} in {street2} Road, where {n3} items worth {k1} pounds "
        "were taken. Two men in dark clothes were seen to run towards {street3} Lane.",
        "Detective Sergeant {name1} said: \"We would like to hear from anybody who was in the area at "
        "the time and may have seen or heard something, however small.\"",
        "Anybody with information should call the police on 101 and quote the number {k2}, or the "
        "charity for witnesses, which takes calls without asking for a name.",
    ),
    "earnings": (
        "{firm1} profit rises {f1}%",
        "{firm1} said on {day1} that its net profit rose {f1}% to {n1} million in the quarter, from "
        "{n2} million a year before, helped by {cause1} and {news1}.",
        "Revenue was {k1} million, {f2}% more than a year ago. Analysts polled by {firm2} had "
        "expected {k2} million on average. Earnings a share were {n3} cents.",
        "\"We are pleased with the progress that we have made in this quarter,\" said the chief "
        "executive, {name1}. \"Demand is strong in all of our markets.\"",
        "The company expects revenue of {k3} to {k4} million for the whole year. Its shares have "
        "risen {n4}% since the start of the year, and closed at {n5}.{n6} on {day2}.",
    ),
    "virus": (
        "{k1} new cases of the virus in {town1}",
        "The health ministry reported {k1} new cases of the virus on {day1}, which brings the total "
        "to {n1},{k2}. {n2} more people have died within the last 24 hours, {n3} of them in {town1}.",
        "There are {k3} people in hospital, {n4} of whom are in intensive care. In {town2} the "
        "number of cases rose by {n5} percent within a week, and in {town3} by {n6} percent.",
        "\"We ask everybody to keep their distance, to wash their hands, and to stay at home if they "
        "feel ill,\" the health minister, {name1}, told reporters.",
        "{n7}% of adults have had a first dose of the vaccine, and {n8}% have had both doses.",
    ),
    "traffic": (
        "Crash on the A{n1} near {town1}",
        "Drivers face delays of up to {n2} minutes on the A{n1} near {town1} after a crash between a "
        "lorry and {f1} cars on {day1}. One lane is closed between junctions {n3} and {n4}.",
        "Emergency services were called at 7:{n5} in the morning. {n6} people were taken to hospital "
        "in {town2}, and their injuries are not thought to be serious.",
        "There are queues of {n7} miles towards {town3}. Traffic is being sent through {street1} "
        "Street and {street2} Road, and the highways agency asks drivers to set out early.",
        "Trains between {town1} and {town4} are running as usual. We will bring you more as we have it.",
    ),
    "council": (
        "{town1} council: what was decided on {day1}",
        "Councillors in {town1} voted by {n1} to {n2} on {day1} to approve plans for {n3} houses on "
        "land off {street1} Road. {n4} people had written to object to the plans.",
        "They also agreed to spend {k1} pounds on repairs in {street2} Street, and put off a decision "
        "on the library in {street3} Lane until the next meeting.",
        "Councillor {name1} said: \"This is the right decision for the town, and I thank all of those "
        "who have taken the time to come here tonight and to tell us what they think.\"",
        "Councillor {name2}, who voted against, said the roads could not take {n5} more cars an hour. "
        "The next meeting of the council will be held in the town hall in {n6} days.",
    ),
    "obituary list": (
        "Deaths: {name1}, {name2}, {name3}",
        "{name1}, aged {n1}, of {street1} Street, {town1}, died on {day1} in hospital after a short "
        "illness. The funeral will be held in {town1} at eleven o'clock. No flowers, please.",
        "{name2}, aged {n2}, of {town2}, formerly of {town3}, died at home on {day2}. Loved by all "
        "of the family. Donations, if wished, to the hospice in {town2}.",
        "{name3}, aged {n3}, taught at the school in {street2} Road for {n4} years. A service will be "
        "held at the church in {street3} Lane, followed by burial. All are welcome.",
    ),
}  # fmt: skip
